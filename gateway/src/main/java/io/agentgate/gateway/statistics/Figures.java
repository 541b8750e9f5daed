package io.agentgate.gateway.statistics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one tool, or of one agent.
 *
 * @param errors those that ended as errors
 * @param denials those that a rule denied
 * @param averageNanos the average latency of those that have one; null where none has
 * @param lastSeen when the last one was decided
 */
public record Figures(
        String name,
        long calls,
        long errors,
        long denials,
        @Nullable Double averageNanos,
        Instant lastSeen) {}
