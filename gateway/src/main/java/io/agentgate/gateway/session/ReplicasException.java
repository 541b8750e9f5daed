package io.agentgate.gateway.session;

/** Says that the other replicas could not be asked. */
public final class ReplicasException extends Exception {
    public ReplicasException(String message, Throwable cause) {
        super(message, cause);
    }

    public ReplicasException(String message) {
        super(message);
    }
}
