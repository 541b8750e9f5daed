package io.agentgate.auditstore.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that has just come to its end, for the statistics.
 *
 * @param time when it was decided
 * @param rule what decided; empty for the default
 * @param latencyNanos null where nobody saw it end
 */
record Ended(
        Instant time,
        String server,
        String tool,
        String agent,
        String rule,
        String status,
        @Nullable Long latencyNanos) {}
