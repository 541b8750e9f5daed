package io.agentgate.stdio.link;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a server that fails may be started again: pauses that double with each failure in a row, up
 * to the longest, and of which half is left to chance. Not thread safe.
 *
 * <pre>
 *   ready ──failure──▶ pausing ──pause is over──▶ ready
 *     ▲                   │
 *     └──a long life──────┘
 * </pre>
 */
final class Backoff {
    private final ChildTimings timings;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;

    private int failures;
    private @Nullable String lastFailure;
    private long failedAt;
    private long readyAt;

    Backoff(ChildTimings timings, LongSupplier nanoTime, RandomGenerator random) {
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /**
     * A child has ended by itself, or could not be started.
     *
     * @param startedAt when its start began, in nanoseconds of the clock
     */
    void ended(long startedAt, String reason) {
        if (nanoTime.getAsLong() - startedAt >= timings.shortLife().toNanos()) {
            reset();
        } else {
            fail(startedAt, reason);
        }
    }

    /** A child was given up; a long life speaks for the server, a short one against nobody. */
    void givenUp(long startedAt) {
        if (nanoTime.getAsLong() - startedAt >= timings.shortLife().toNanos()) {
            reset();
        }
    }

    private void fail(long startedAt, String reason) {
        lastFailure = reason;
        // Children that were started together fail together: that is one failure of the server.
        if (failures > 0 && startedAt - failedAt < 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        long whole = wholePause();
        failures++;
        failedAt = now;
        readyAt = now + whole / 2 + random.nextLong(whole / 2 + 1);
    }

    private long wholePause() {
        long pause = timings.firstPause().toNanos();
        long longest = timings.longestPause().toNanos();
        for (int i = 0; i < failures && pause < longest; i++) {
            pause *= 2;
        }
        return Math.min(pause, longest);
    }

    private void reset() {
        failures = 0;
    }

    /** How long no child may be started; null if one may be started now. */
    @Nullable Duration left() {
        if (failures == 0) {
            return null;
        }
        long nanos = readyAt - nanoTime.getAsLong();
        return nanos <= 0 ? null : Duration.ofNanos(nanos);
    }

    int failures() {
        return failures;
    }

    /** How the server failed last; null if it never did. */
    @Nullable String lastFailure() {
        return lastFailure;
    }
}
