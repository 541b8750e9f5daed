package io.agentgate.stdio;

/** Says why the server's command cannot be run. */
public final class ChildStartException extends Exception {
    private final String message;
    private final int exitCode;

    ChildStartException(String message, int exitCode) {
        super(message);
        this.message = message;
        this.exitCode = exitCode;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** What a shell would end with in the same case. */
    public int exitCode() {
        return exitCode;
    }
}
