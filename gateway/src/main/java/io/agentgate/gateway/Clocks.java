package io.agentgate.gateway;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of enforcement, injected so that tests own time.
 *
 * @param wall for records and conditions; may jump
 * @param monotonic in nanoseconds, for latency, quotas and expiry; never jumps
 */
public record Clocks(InstantSource wall, LongSupplier monotonic) {
    Instant now() {
        return wall.instant();
    }

    long nanoTime() {
        return monotonic.getAsLong();
    }
}
