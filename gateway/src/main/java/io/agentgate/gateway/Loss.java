package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Ending;

/** How a forwarded request came to have no answer, as a transport sees it. */
public enum Loss {
    /** The server could not be reached: it has not seen the request. */
    NOT_SENT(Ending.UNANSWERED, CallStatus.ERROR),
    /** The connection broke: nobody knows what the server did. */
    BROKEN(Ending.UNANSWERED, CallStatus.UNKNOWN),
    /** The server failed, or answered with something that is not MCP. */
    NO_ANSWER(Ending.UNANSWERED, CallStatus.ERROR),
    /** The server did not take the request, which does not speak against the server. */
    TURNED_AWAY(Ending.FAILED, CallStatus.ERROR);

    private final Ending ending;
    private final CallStatus status;

    Loss(Ending ending, CallStatus status) {
        this.ending = ending;
        this.status = status;
    }

    Ending ending() {
        return ending;
    }

    CallStatus status() {
        return status;
    }
}
