package io.agentgate.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session that goes on.
 *
 * @param protocol the revision of MCP; null while none is agreed on
 * @param gateway which serves it; null where any of several does
 * @param calls how many calls it made; null where nobody counted
 */
public record OpenSession(
        String id,
        Parties parties,
        @Nullable String protocol,
        @Nullable Gateway gateway,
        Instant began,
        Instant lastUsed,
        @Nullable Long calls) {

    /**
     * Who takes part.
     *
     * @param client what the client calls itself, which nobody has proven; null if it has not
     */
    public record Parties(String agent, String caller, String server, @Nullable Client client) {}

    /** A client's name for itself. */
    public record Client(String name, @Nullable String version) {}

    /**
     * A running process.
     *
     * @param command the word it was started by, {@code wrap} say
     */
    public record Gateway(long pid, String command) {}
}
