package io.agentgate.gateway.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Exact names that calls must have to be counted. Null members do not restrict. Figures know who
 * called, and what was called, but not who called what.
 *
 * @param agent none beside a server or a tool
 */
public record Named(@Nullable String server, @Nullable String tool, @Nullable String agent) {
    /** All calls. */
    public static final Named ALL = new Named(null, null, null);

    public Named {
        if (agent != null && (server != null || tool != null)) {
            throw new WrongQuestionException(
                    "agent", "has no figures of its own for a `server` or a `tool`");
        }
    }
}
