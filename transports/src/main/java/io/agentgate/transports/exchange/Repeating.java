package io.agentgate.transports.exchange;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The pauses before requests that were lost are sent again. */
public final class Repeating {
    private static final long FIRST_MILLIS = 100;

    private Repeating() {}

    /**
     * The pause before an attempt: each time about twice as long.
     *
     * @param before how often it was sent again before
     */
    public static Duration pause(int before) {
        long whole = FIRST_MILLIS << before;
        // Those that were lost together do not come back together.
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(whole / 2, whole + 1));
    }
}
