package io.agentgate.embedded.sqlite;

import java.io.IOException;

/** Says why there is no key to be had, in words for people. */
public final class AuditKeyException extends IOException {
    public AuditKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
