package io.agentgate.gateway.call;

/** How a call ended, as far as guards care. */
public enum Ending {
    /** It never left the gateway. */
    NOT_SENT,
    /** The server answered with a result. */
    ANSWERED,
    /**
     * An error ended it that does not speak against the server: one of the server's own that blames
     * the call, or the gateway's in place of an answer that it withholds.
     */
    FAILED,
    /** The server answered that it failed itself: JSON-RPC error -32603. */
    INTERNAL_ERROR,
    /** It was sent, and the client gave it up before an answer came. */
    CANCELLED,
    /** It was sent, and no answer was seen that is one. */
    UNANSWERED
}
