package io.agentgate.cli.terminal;

import java.io.Console;
import java.util.Map;

/** Who is at the other end: a person, or a file or program. */
public final class Terminal {
    private Terminal() {}

    /** Whether standard input and output are a person's terminal. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
    public static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /**
     * Whether a person who looks at a terminal wants colours there, see no-color.org.
     *
     * @param environment of this process
     */
    public static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
