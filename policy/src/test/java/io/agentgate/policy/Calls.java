package io.agentgate.policy;

import java.time.Instant;

/** Calls of tests; in JSON a backtick stands for a double quote. */
public final class Calls {
    public static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private Calls() {}

    public static Facts call(String tool, String arguments) {
        return callAt(NOON, tool, arguments);
    }

    public static Facts callAt(Instant now, String tool, String arguments) {
        return new Facts("srv", tool, "agent", () -> Json.members(arguments), now);
    }

    public static Facts callWithoutArguments(String tool) {
        return new Facts("srv", tool, "agent", () -> null, NOON);
    }

    public static Facts callWithBrokenArguments(String tool) {
        return new Facts(
                "srv",
                tool,
                "agent",
                () -> {
                    throw new IllegalStateException("broken");
                },
                NOON);
    }
}
