package io.agentgate.schema;

/** Ends a task that takes more than it may. */
final class TooMuchWork extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchWork(String message) {
        super(message, null, false, false);
    }
}
