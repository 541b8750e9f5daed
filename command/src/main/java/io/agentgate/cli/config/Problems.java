package io.agentgate.cli.config;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a configuration, each with its place. */
final class Problems {
    private final List<String> lines = new ArrayList<>();

    void report(Place place, String message) {
        lines.add(place.prefix() + message);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Refuses a configuration with problems. */
    void refuse() throws CommandException {
        if (!lines.isEmpty()) {
            throw new CommandException(
                    ExitCode.CONFIG, "configuration refused\n" + String.join("\n", lines));
        }
    }
}
