package io.agentgate.cli;

import io.agentgate.cli.wrap.Wrap;
import java.util.Arrays;

/** The entry of the command {@code agentgate}. */
public final class Main {
    private Main() {}

    /** Runs the command; see {@code agentgate --help}. */
    public static void main(String[] arguments) {
        int exitCode =
                arguments.length > 0 && arguments[0].equals("wrap") && !asksForHelp(arguments)
                        ? Wrap.run(Arrays.asList(arguments).subList(1, arguments.length))
                        : Commands.run(arguments);
        System.exit(exitCode);
    }

    /** Help of {@code wrap} itself; what stands behind {@code --} belongs to the server. */
    private static boolean asksForHelp(String[] arguments) {
        for (String argument : arguments) {
            if (argument.equals("--")) {
                return false;
            }
            if (argument.equals("--help") || argument.equals("-h")) {
                return true;
            }
        }
        return false;
    }
}
