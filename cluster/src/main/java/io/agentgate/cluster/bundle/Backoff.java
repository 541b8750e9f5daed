package io.agentgate.cluster.bundle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that double with each failure, up to the longest, and of which half is left to chance:
 * proxies that lost the service together do not come back together.
 */
final class Backoff {
    private final Timing timing;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Timing timing, RandomGenerator random) {
        this.timing = timing;
        this.random = random;
        this.next = timing.firstPause();
    }

    Duration next() {
        Duration whole = next;
        Duration doubled = whole.multipliedBy(2);
        next = doubled.compareTo(timing.longestPause()) < 0 ? doubled : timing.longestPause();
        long half = whole.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    void reset() {
        next = timing.firstPause();
    }
}
