package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The gateway is the launcher at the root of this repository, or an installed one named by {@code
 * -Dagentgate.launcher=PATH}.
 */
public final class Gateway {
    private static final Path REPOSITORY = repository();

    private Gateway() {}

    /** The command that runs a stdio server behind the gateway, under the default policy. */
    public static List<String> wrap(List<String> server) {
        var launcher = launcher();
        assertThat(launcher).as("the launcher of AgentGate").isRegularFile().isExecutable();
        var command = new ArrayList<>(List.of(launcher.toString(), "wrap", "--"));
        command.addAll(server);
        return List.copyOf(command);
    }

    /** What every process of a test gets, so that no run sees the home of another or of a user. */
    public static Map<String, String> environment(Path home) {
        return Map.of(
                "AGENTGATE_HOME", home.toString(),
                "AGENTGATE_DASHBOARD", "off",
                "AGENTGATE_JAVA_HOME", System.getProperty("java.home"));
    }

    public static Path fileInRepository(String path) {
        return REPOSITORY.resolve(path);
    }

    private static Path launcher() {
        var installed = System.getProperty("agentgate.launcher");
        return installed == null ? fileInRepository("agentgate") : Path.of(installed);
    }

    private static Path repository() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = Objects.requireNonNull(directory.getParent(), "run inside the repository");
        }
        return directory;
    }
}
