package io.agentgate.cluster.bundle;

import java.time.Duration;

/**
 * How long things take and may take.
 *
 * @param coldStart how long a start waits for the service before it takes the copy
 * @param poll how long the service may keep a poll
 * @param reportEvery how often the service hears of this proxy at least
 * @param firstPause after the first failure; twice as long after each more
 * @param longestPause after many failures
 */
record Timing(
        Duration coldStart,
        Duration poll,
        Duration reportEvery,
        Duration firstPause,
        Duration longestPause) {

    /** A poll is shorter than the time between reports, so that both go on one thread. */
    static final Timing USUAL =
            new Timing(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5));
}
