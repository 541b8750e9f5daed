package io.agentgate.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {
    @Test
    void unitsAreSecondsMinutesHoursAndDays() {
        assertThat(TimeSpan.parse("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(TimeSpan.parse("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(TimeSpan.parse("24h")).isEqualTo(Duration.ofDays(1));
        assertThat(TimeSpan.parse("999999d")).isEqualTo(Duration.ofDays(999_999));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "d", "-1d", "1.5h", "1w", "1D", " 1d", "1000000d", "1d1h"})
    void anythingElseIsNoLengthOfTime(String text) {
        assertThat(TimeSpan.parse(text)).isNull();
    }
}
