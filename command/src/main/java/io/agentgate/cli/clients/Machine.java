package io.agentgate.cli.clients;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.terminal.CommandException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command runs: what the places of files depend on.
 *
 * @param userHome the directory of the person
 * @param directory the working directory
 * @param home ours
 * @param launcher the absolute path of our command
 */
public record Machine(
        Map<String, String> environment,
        OperatingSystem system,
        Path userHome,
        Path directory,
        Home home,
        String launcher) {
    public Machine {
        environment = Map.copyOf(environment);
    }

    /** The machine of this process. */
    public static Machine ofProcess() throws CommandException {
        return new Machine(
                System.getenv(),
                OperatingSystem.of(System.getProperty("os.name", "")),
                Path.of(System.getProperty("user.home", "")).toAbsolutePath(),
                Path.of("").toAbsolutePath(),
                Home.ofProcess(),
                Installation.ofProcess().launcher());
    }

    /** A directory that an environment variable names, or null. */
    @Nullable Path named(String variable) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.equals("~") || value.startsWith("~/")) {
            return Path.of(userHome + value.substring(1));
        }
        return directory.resolve(value).normalize();
    }
}
