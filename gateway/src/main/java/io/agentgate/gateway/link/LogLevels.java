package io.agentgate.gateway.link;

import io.agentgate.protocol.LogLevel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which log level each session wants; the server is asked for the most talkative of them. Guarded
 * by the lock of its link.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/logging">MCP,
 *     server/utilities/logging</a>
 */
final class LogLevels {
    private final Map<Sharer, String> wanted = new HashMap<>();

    /** What the server was asked for; null if it was not, or refused. */
    private @Nullable String asked;

    /** A session wants a level; gives what the server is to be asked for, null for nothing new. */
    @Nullable String want(Sharer session, String level) {
        wanted.put(session, level);
        return change();
    }

    /** A session has gone; gives the same. */
    @Nullable String leave(Sharer session) {
        boolean cared = wanted.remove(session) != null;
        return cared && !wanted.isEmpty() ? change() : null;
    }

    /** Nobody knows which level the server has. */
    void refused() {
        asked = null;
    }

    private @Nullable String change() {
        for (LogLevel each : LogLevel.values()) {
            String level = each.word();
            if (wanted.containsValue(level)) {
                boolean isNew = !level.equals(asked);
                asked = level;
                return isNew ? level : null;
            }
        }
        return null;
    }
}
