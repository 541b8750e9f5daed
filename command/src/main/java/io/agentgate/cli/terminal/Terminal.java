package io.agentgate.cli.terminal;

import java.io.Console;

/** Who is at the other end: a person, or a file or program. */
public final class Terminal {
    private Terminal() {}

    /** Whether standard input and output are a person's terminal. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
    public static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
