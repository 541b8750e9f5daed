package io.agentgate.cli.terminal;

/** Ends a command with a message for people and an exit code for scripts. */
public final class CommandException extends Exception {
    private final String message;
    private final int exitCode;

    public CommandException(int exitCode, String message) {
        super(message);
        this.message = message;
        this.exitCode = exitCode;
    }

    @Override
    public String getMessage() {
        return message;
    }

    public int exitCode() {
        return exitCode;
    }
}
