package io.agentgate.cli;

import io.agentgate.cli.wrap.Wrap;
import java.util.Arrays;
import java.util.Set;

/** The entry of the command {@code agentgate}. */
public final class Main {
    private static final Set<String> ASKS_FOR_WORDS = Set.of("--help", "-h", "--version", "-V");

    private Main() {}

    /** Runs the command; see {@code agentgate --help}. */
    public static void main(String[] arguments) {
        int exitCode =
                arguments.length > 0 && arguments[0].equals("wrap") && !asksForWords(arguments)
                        ? Wrap.run(Arrays.asList(arguments).subList(1, arguments.length))
                        : Commands.run(arguments);
        System.exit(exitCode);
    }

    /** Help or version of {@code wrap}; what stands behind {@code --} belongs to the server. */
    private static boolean asksForWords(String[] arguments) {
        for (String argument : arguments) {
            if (argument.equals("--")) {
                return false;
            }
            if (ASKS_FOR_WORDS.contains(argument)) {
                return true;
            }
        }
        return false;
    }
}
