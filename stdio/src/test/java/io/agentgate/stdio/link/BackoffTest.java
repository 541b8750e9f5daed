package io.agentgate.stdio.link;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private long now = Long.MAX_VALUE - 5;
    private final Backoff backoff = new Backoff(ChildTimings.USUAL, () -> now, new Random(7));

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void failAt(long startedAt) {
        pass(Duration.ofMillis(10));
        backoff.ended(startedAt, "the server ended with exit code 3");
    }

    @Test
    void serverThatNeverFailedMayBeStarted() {
        assertThat(backoff.left()).isNull();
        assertThat(backoff.failures()).isZero();
        assertThat(backoff.lastFailure()).isNull();
    }

    @Test
    void pausesDoubleUpToTheLongestAndHalfIsChance() {
        long[] longestPauses = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};

        for (long longest : longestPauses) {
            failAt(now);
            Duration left = requireNonNull(backoff.left());
            assertThat(left).isBetween(Duration.ofMillis(longest / 2), Duration.ofMillis(longest));
            pass(left);
            assertThat(backoff.left()).isNull();
        }
        assertThat(backoff.failures()).isEqualTo(longestPauses.length);
        assertThat(backoff.lastFailure()).isEqualTo("the server ended with exit code 3");
    }

    @Test
    void serversThatFailTogetherComeBackOneByOne() {
        assertThat(
                        IntStream.range(0, 20)
                                .mapToObj(
                                        seed -> {
                                            Backoff other =
                                                    new Backoff(
                                                            ChildTimings.USUAL,
                                                            () -> now,
                                                            new Random(seed));
                                            other.ended(now, "gone");
                                            return other.left();
                                        })
                                .distinct())
                .hasSizeGreaterThan(15);
    }

    @Test
    void longLifeForgetsFailures() {
        failAt(now);
        pass(Duration.ofMinutes(1));
        long startedAt = now;
        pass(Duration.ofSeconds(10));

        backoff.ended(startedAt, "the server ended with exit code 0");

        assertThat(backoff.failures()).isZero();
        assertThat(backoff.left()).isNull();
        failAt(now);
        assertThat(backoff.left()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void childThatIsGivenUpSoonSaysNothing() {
        failAt(now);
        Duration left = backoff.left();

        backoff.givenUp(now);

        assertThat(backoff.failures()).isEqualTo(1);
        assertThat(backoff.left()).isEqualTo(left);
    }

    @Test
    void childThatIsGivenUpAfterALongLifeForgetsFailures() {
        failAt(now);
        long startedAt = now;
        pass(Duration.ofSeconds(11));

        backoff.givenUp(startedAt);

        assertThat(backoff.failures()).isZero();
    }

    @Test
    void childrenThatWereStartedTogetherFailOnce() {
        long startedAt = now;
        for (int child = 0; child < 20; child++) {
            failAt(startedAt);
        }

        assertThat(backoff.failures()).isEqualTo(1);
        assertThat(backoff.left()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
