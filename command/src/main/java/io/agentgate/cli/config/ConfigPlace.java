package io.agentgate.cli.config;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Where a home has its configuration file, in whichever of the languages. */
public final class ConfigPlace {
    private static final List<String> NAMES =
            List.of("config.toml", "config.yaml", "config.yml", "config.json");

    private ConfigPlace() {}

    /** Those that are there; there should be one at most. */
    public static List<Path> all(Home home) {
        return NAMES.stream()
                .map(home.path()::resolve)
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /**
     * The file that is there, or where there is none, the one to be made.
     *
     * @throws CommandException if there are several: nobody could say which one holds
     */
    public static Path of(Home home) throws CommandException {
        List<Path> found = all(home);
        if (found.size() > 1) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "there are several configurations, keep one: "
                            + found.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        return found.isEmpty() ? home.config() : found.getFirst();
    }
}
