package io.agentgate.gateway.statistics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All stored calls together.
 *
 * @param denials those that a rule denied
 * @param averageNanos the average latency of those that have one; null where none has
 * @param lastHour the calls of each minute of the last hour, those without calls included, oldest
 *     first; the last one is not over yet
 */
public record Overview(
        long calls, long denials, @Nullable Double averageNanos, List<Minute> lastHour) {
    public Overview {
        lastHour = List.copyOf(lastHour);
    }

    /**
     * The calls of one minute.
     *
     * @param start the beginning of the minute
     */
    public record Minute(Instant start, long calls) {}
}
