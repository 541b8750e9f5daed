package io.agentgate.gateway.call;

/** How a call ended, as far as guards care. */
public enum Ending {
    /** It never left the gateway. */
    NOT_SENT,
    /** The server answered with a result. */
    ANSWERED,
    /** The server answered with an error. */
    FAILED,
    /** It was sent, and no answer was seen. */
    UNANSWERED
}
