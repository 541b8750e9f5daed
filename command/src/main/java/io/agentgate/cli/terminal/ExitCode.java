package io.agentgate.cli.terminal;

/** The exit codes of the command, beside those of a wrapped server; after sysexits.h. */
public final class ExitCode {
    public static final int OK = 0;

    /** Something that was checked is not as it should be. */
    public static final int FAILED = 1;

    /** Nothing of ours runs; as of service managers. */
    public static final int NOT_RUNNING = 3;

    /** The command line is wrong. */
    public static final int USAGE = 64;

    /** A fault of ours. */
    public static final int INTERNAL = 70;

    /** A file or directory cannot be read or written, or a port not used. */
    public static final int IO = 74;

    /** The configuration, the policy or the installation is wrong. */
    public static final int CONFIG = 78;

    private ExitCode() {}
}
