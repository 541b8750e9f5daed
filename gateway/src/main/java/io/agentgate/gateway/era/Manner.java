package io.agentgate.gateway.era;

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
     */
    record Alone(Mirror head) implements Manner {}
}
