package io.agentgate.testkit.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A monotonic clock in nanoseconds that stands still until a test moves it; what {@code
 * System.nanoTime()} is to running code. Thread safe.
 */
public final class ManualTicker implements LongSupplier {
    /** Negative, as a real monotonic clock may be: nobody may rely on where it begins. */
    private static final long ORIGIN = -5_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(ORIGIN);

    /** Moves the clock on. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }
}
