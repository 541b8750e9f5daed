package io.agentgate.gateway.audit;

import org.jspecify.annotations.Nullable;

/** Says that the stored calls could not be read, in words for the person who asked. */
public final class AuditLogException extends Exception {
    public AuditLogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
