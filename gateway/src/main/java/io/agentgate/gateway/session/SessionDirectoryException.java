package io.agentgate.gateway.session;

/** Says that the directory of sessions could not be asked. */
public final class SessionDirectoryException extends Exception {
    public SessionDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }

    public SessionDirectoryException(String message) {
        super(message);
    }
}
