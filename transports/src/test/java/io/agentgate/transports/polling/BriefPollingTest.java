package io.agentgate.transports.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BriefPollingTest {
    private static final long STEP = BriefPolling.LONGEST_NANOS / 3;

    private final Queue<Integer> events = new ArrayDeque<>();
    private boolean quiet = true;
    private long now;
    private int asked;
    private final BriefPolling polling = new BriefPolling(() -> now += STEP);

    @BeforeEach
    void loopBegins() throws Exception {
        polling.calculateStrategy(() -> 0, true);
        BriefPolling.allow(() -> quiet);
    }

    private int await(boolean hasTasks) throws Exception {
        asked = 0;
        return polling.calculateStrategy(
                () -> {
                    asked++;
                    Integer found = events.poll();
                    return found == null ? 0 : found;
                },
                hasTasks);
    }

    @Test
    void eventThatComesWhileItLooksIsTaken() throws Exception {
        events.add(0);
        events.add(1);

        assertThat(await(false)).isEqualTo(1);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void looksNoLongerThanAllowed() throws Exception {
        assertThat(await(false)).isEqualTo(SelectStrategy.SELECT);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void busyLoopDoesNotLook() throws Exception {
        quiet = false;

        assertThat(await(false)).isEqualTo(SelectStrategy.SELECT);
        assertThat(asked).isZero();
    }

    @Test
    void loopWithTasksDoesNotWait() throws Exception {
        events.add(2);

        assertThat(await(true)).isEqualTo(2);
        assertThat(asked).isEqualTo(1);
        assertThat(await(true)).isZero();
    }

    @Test
    void looksSeldomAfterItWasInVainAndOftenOnceItPays() throws Exception {
        for (int i = 0; i < BriefPolling.PATIENCE; i++) {
            await(false);
        }
        int looked = 0;
        for (int i = 0; i < 10 * BriefPolling.SELDOM; i++) {
            await(false);
            looked += asked > 0 ? 1 : 0;
        }
        assertThat(looked).isEqualTo(10);

        events.add(1);
        while (!events.isEmpty()) {
            await(false);
        }
        assertThat(asked).isEqualTo(1);
        await(false);
        assertThat(asked).isEqualTo(3);
    }
}
