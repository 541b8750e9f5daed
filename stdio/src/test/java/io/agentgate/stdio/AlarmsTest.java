package io.agentgate.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private long now = Long.MAX_VALUE - 5;
    private final Alarms alarms = new Alarms(() -> now);
    private final List<String> rung = new ArrayList<>();

    @Test
    void eachRingsOnceAndNotBeforeItsTime() {
        alarms.after(Duration.ofNanos(20), () -> rung.add("late"));
        alarms.after(Duration.ofNanos(10), () -> rung.add("early"));
        alarms.ring();
        assertThat(rung).isEmpty();

        now += 10;
        alarms.ring();
        alarms.ring();
        assertThat(rung).containsExactly("early");

        now += 10;
        alarms.ring();
        assertThat(rung).containsExactly("early", "late");
    }

    @Test
    void oneThatRingsMaySetAnother() {
        alarms.after(Duration.ZERO, () -> alarms.after(Duration.ZERO, () -> rung.add("next")));
        alarms.ring();
        assertThat(rung).isEmpty();
        alarms.ring();
        assertThat(rung).containsExactly("next");
    }
}
