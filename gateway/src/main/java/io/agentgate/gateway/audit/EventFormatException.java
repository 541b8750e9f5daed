package io.agentgate.gateway.audit;

/** Bytes are not an event of the audit stream; the message names the member, and holds no value. */
public final class EventFormatException extends Exception {
    private static final long serialVersionUID = 1;

    public EventFormatException(String problem) {
        super(problem);
    }
}
