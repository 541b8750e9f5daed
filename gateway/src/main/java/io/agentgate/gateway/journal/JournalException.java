package io.agentgate.gateway.journal;

/** Says that an event is not recorded, so what it describes must not happen. */
public final class JournalException extends Exception {
    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
