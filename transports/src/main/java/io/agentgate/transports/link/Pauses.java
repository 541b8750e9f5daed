package io.agentgate.transports.link;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a stream is opened again: as long as the server asked for, and after
 * attempts in vain longer and longer. A part is left to chance, as many streams break at once.
 *
 * @param least even if the server asked for less
 * @param first where the server asked for nothing
 * @param longest of what we wait on our own; the server may ask for more
 */
record Pauses(Duration least, Duration first, Duration longest) {
    static final Pauses USUAL =
            new Pauses(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Shifting any further would leave the range of a long. */
    private static final int MOST_DOUBLINGS = 16;

    /**
     * The pause before the next attempt.
     *
     * @param inVain how many attempts in a row brought nothing
     * @param asked what the server asked for
     */
    Duration next(int inVain, @Nullable Duration asked, RandomGenerator random) {
        long grown = first.toNanos() << Math.min(inVain, MOST_DOUBLINGS);
        long whole = Math.min(grown, longest.toNanos());
        long own = inVain == 0 && asked != null ? 0 : whole / 2 + random.nextLong(whole / 2 + 1);
        long servers = asked == null ? 0 : asked.toNanos();
        long nanos = Math.max(least.toNanos(), Math.max(own, servers));
        return Duration.ofNanos(nanos + random.nextLong(nanos / 4 + 1));
    }
}
