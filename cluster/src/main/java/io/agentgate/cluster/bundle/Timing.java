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
 * @param ofServers how often the servers behind this proxy are told of
 */
record Timing(
        Duration coldStart,
        Duration poll,
        Duration reportEvery,
        Duration firstPause,
        Duration longestPause,
        OfServers ofServers) {

    /**
     * How often the service is told of the servers behind this proxy.
     *
     * @param look how often they are looked at
     * @param pause the time from one report to the next at least
     * @param again how old the last report may be, although nothing has changed since: the service
     *     may have lost it
     */
    record OfServers(Duration look, Duration pause, Duration again) {}

    /** A poll is shorter than the time between reports, so that both go on one thread. */
    static final Timing USUAL =
            new Timing(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(5),
                    new OfServers(
                            Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(10)));
}
