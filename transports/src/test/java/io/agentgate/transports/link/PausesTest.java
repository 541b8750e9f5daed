package io.agentgate.transports.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PausesTest {
    private final Random random = new Random(7);

    private Duration next(int inVain, Duration asked) {
        return Pauses.USUAL.next(inVain, asked, random);
    }

    private Duration next(int inVain) {
        return Pauses.USUAL.next(inVain, null, random);
    }

    @Test
    void pausesGrowWithAttemptsInVainUpToTheLongest() {
        for (int round = 0; round < 1_000; round++) {
            assertThat(next(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_250));
            assertThat(next(1)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(2_500));
            assertThat(next(3)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
            assertThat(next(5)).isBetween(Duration.ofSeconds(15), Duration.ofMillis(37_500));
            assertThat(next(Integer.MAX_VALUE))
                    .isBetween(Duration.ofSeconds(15), Duration.ofMillis(37_500));
        }
    }

    @Test
    void serverIsNotAskedEarlierThanItWants() {
        for (int round = 0; round < 1_000; round++) {
            assertThat(next(0, Duration.ofMillis(300)))
                    .isBetween(Duration.ofMillis(300), Duration.ofMillis(375));
            assertThat(next(5, Duration.ofHours(1))).isGreaterThanOrEqualTo(Duration.ofHours(1));
            assertThat(next(5, Duration.ofMillis(300)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(15));
        }
    }

    @Test
    void serverThatWantsNoPauseIsNotAskedWithoutEnd() {
        assertThat(next(0, Duration.ZERO)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void streamsThatBreakTogetherAreNotOpenedTogether() {
        assertThat(random.ints(100).mapToObj(_ -> next(2)).distinct().count()).isGreaterThan(90);
        assertThat(
                        random.ints(100)
                                .mapToObj(_ -> next(0, Duration.ofSeconds(3)))
                                .distinct()
                                .count())
                .isGreaterThan(90);
    }
}
