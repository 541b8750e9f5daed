package io.agentgate.gateway.audit;

/** Says that a sink could not take events now; the journal keeps them. */
public final class AuditSinkException extends Exception {
    public AuditSinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
