package io.agentgate.cli.config;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a configuration, each with its place. */
final class Problems {
    private final List<Problem> problems = new ArrayList<>();

    private record Problem(Place place, String message) {
        /** Those of the file in its order, then those of the environment. */
        static final Comparator<Problem> ORDER =
                Comparator.<Problem>comparingInt(problem -> line(problem.place))
                        .thenComparingInt(problem -> column(problem.place));

        private static int line(Place place) {
            return place instanceof Place.InFile inFile ? inFile.line() : Integer.MAX_VALUE;
        }

        private static int column(Place place) {
            return place instanceof Place.InFile inFile ? inFile.column() : Integer.MAX_VALUE;
        }
    }

    void report(Place place, String message) {
        problems.add(new Problem(place, message));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Refuses a configuration with problems. */
    void refuse() throws CommandException {
        if (!problems.isEmpty()) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    problems.stream()
                            .sorted(Problem.ORDER)
                            .map(problem -> problem.place.prefix() + problem.message)
                            .distinct()
                            .collect(Collectors.joining("\n", "configuration refused\n", "")));
        }
    }
}
