package io.agentgate.auditstore.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The figures of some calls. What they are not told apart by is missing.
 *
 * @param tool missing, too, of tools that were too many to be told apart
 * @param agent missing, too, of agents that were too many to be told apart
 * @param rule missing, too, of the default
 * @param averageMillis of those that somebody saw end; null if there are none
 * @param p50Millis at most so long took half of those, as exactly as the buckets tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figures(
        @Nullable Instant hour,
        @Nullable String server,
        @Nullable String tool,
        @Nullable String agent,
        @Nullable String rule,
        @Nullable String status,
        long calls,
        @Nullable Double averageMillis,
        @Nullable Double p50Millis,
        @Nullable Double p95Millis,
        @Nullable Double p99Millis) {}
