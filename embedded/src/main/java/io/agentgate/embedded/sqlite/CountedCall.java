package io.agentgate.embedded.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a call figures are made of.
 *
 * @param rule empty for the default
 * @param refused whether the gateway refused it
 * @param latencyNanos null where nobody saw its end
 */
record CountedCall(
        Instant time,
        String server,
        String tool,
        String agent,
        String rule,
        String status,
        boolean refused,
        @Nullable Long latencyNanos) {

    /** The same before it ended, as it was counted then. */
    CountedCall before(String earlierStatus) {
        return new CountedCall(time, server, tool, agent, rule, earlierStatus, refused, null);
    }

    /** Where it counts. */
    FigureSeries series(FigureKind kind) {
        return switch (kind) {
            case SERVER -> new FigureSeries(kind, server, "", status, false, false);
            case TOOL -> new FigureSeries(kind, server, tool, status, false, false);
            case AGENT -> new FigureSeries(kind, "", agent, status, false, false);
            case RULE -> new FigureSeries(kind, "", rule, status, refused, false);
        };
    }
}
