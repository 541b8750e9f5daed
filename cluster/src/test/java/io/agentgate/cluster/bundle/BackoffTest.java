package io.agentgate.cluster.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pausesDoubleUpToTheLongestAndHalfIsChance() {
        Backoff backoff = new Backoff(Timing.USUAL, new Random(7));
        long[] whole = {200, 400, 800, 1600, 3200, 5000, 5000};

        for (long most : whole) {
            assertThat(backoff.next())
                    .isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
        }
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void proxiesThatFailTogetherComeBackOneByOne() {
        assertThat(
                        IntStream.range(0, 20)
                                .mapToObj(
                                        seed -> new Backoff(Timing.USUAL, new Random(seed)).next())
                                .distinct())
                .hasSizeGreaterThan(15);
    }
}
