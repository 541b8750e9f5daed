package io.agentgate.protocol;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much a log message matters, the least first (RFC 5424, section 6.2.1).
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/logging">MCP,
 *     server/utilities/logging</a>
 */
public enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    /** The level of that name; null if there is none. */
    public static @Nullable LogLevel of(@Nullable String name) {
        for (LogLevel each : values()) {
            if (each.word().equals(name)) {
                return each;
            }
        }
        return null;
    }

    /** As messages spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a message of this level is to be told to whoever asked for another. */
    public boolean reaches(LogLevel asked) {
        return compareTo(asked) >= 0;
    }
}
