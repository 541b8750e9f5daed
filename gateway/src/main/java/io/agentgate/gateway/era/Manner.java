package io.agentgate.gateway.era;

import org.jspecify.annotations.Nullable;

/** How the messages of a session say in which era they are. */
public sealed interface Manner {
    /** Each for itself: both eras may share a pipe (MCP 2026-07-28, stdio). */
    Manner PIPE = new Pipe();

    /** {@code initialize} said it for all. */
    Manner HANDSHAKE = new Begun();

    /** As {@link #PIPE}. */
    record Pipe() implements Manner {}

    /** As {@link #HANDSHAKE}. */
    record Begun() implements Manner {}

    /**
     * There is one message, and the head of its HTTP request must agree with it.
     *
     * @param head what that says
     * @param arguments which arguments it has to mirror, where the server cannot see it; null where
     *     the server does
     */
    record Alone(Mirror head, @Nullable ArgumentHeaders arguments) implements Manner {
        /** One whose server sees the head, too. */
        public Alone(Mirror head) {
            this(head, null);
        }
    }
}
