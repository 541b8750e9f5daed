package io.agentgate.stdio;

/** Says why the server's command cannot be run. */
public final class ChildStartException extends Exception {
    private final String command;
    private final String why;
    private final int exitCode;

    /**
     * @param command its first word only: the others may hold secrets
     */
    ChildStartException(String command, String why, int exitCode) {
        super("cannot start `" + command + "`: " + why);
        this.command = command;
        this.why = why;
        this.exitCode = exitCode;
    }

    /** The first word of the command. */
    public String command() {
        return command;
    }

    /** What is wrong with it, such as {@code no such command}. */
    public String why() {
        return why;
    }

    /** What a shell would end with in the same case. */
    public int exitCode() {
        return exitCode;
    }
}
