package io.agentgate.protocol;

import java.util.List;

/**
 * The levels of log messages (RFC 5424).
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/logging">MCP,
 *     server/utilities/logging</a>
 */
public final class LogLevel {
    /** All there are. */
    public static final List<String> MOST_TALKATIVE_FIRST =
            List.of(
                    "debug",
                    "info",
                    "notice",
                    "warning",
                    "error",
                    "critical",
                    "alert",
                    "emergency");

    private LogLevel() {}

    /** Whether there is such a level. */
    public static boolean isKnown(String level) {
        return MOST_TALKATIVE_FIRST.contains(level);
    }
}
