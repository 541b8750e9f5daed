package io.agentgate.protocol;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of two ways a revision of MCP is spoken in: the only switch on revisions.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning">MCP
 *     2026-07-28, versioning</a>
 */
public sealed interface Era {
    /** The one revision of the stateless era. */
    String STATELESS_REVISION = "2026-07-28";

    /** The revisions of the handshake era, the latest first. */
    List<String> HANDSHAKE_REVISIONS =
            List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    /** {@code initialize} begins a session, within which both sides ask and answer. */
    record Handshake(String revision) implements Era {}

    /** Each request says in its {@code _meta} all there is to know, and only clients ask. */
    record Stateless(String revision) implements Era {
        private static final Set<String> REMOVED =
                Set.of(
                        "initialize",
                        "ping",
                        "logging/setLevel",
                        "resources/subscribe",
                        "resources/unsubscribe",
                        "tasks/result",
                        "tasks/list",
                        "roots/list",
                        "sampling/createMessage",
                        "elicitation/create",
                        "notifications/initialized",
                        "notifications/roots/list_changed",
                        "notifications/elicitation/complete");

        /**
         * Whether a method of the handshake era is none of this one (MCP 2026-07-28, changelog).
         */
        public static boolean hasRemoved(String method) {
            return REMOVED.contains(method);
        }
    }

    /** The era of a revision; null of one that is not spoken here. */
    static @Nullable Era of(String revision) {
        if (revision.equals(STATELESS_REVISION)) {
            return new Stateless(revision);
        }
        return HANDSHAKE_REVISIONS.contains(revision) ? new Handshake(revision) : null;
    }

    /** Whether a revision is one of the stateless era. */
    static boolean isStateless(@Nullable String revision) {
        return STATELESS_REVISION.equals(revision);
    }
}
