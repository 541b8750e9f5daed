package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The gateway is the launcher at the root of this repository, or an installed one named by {@code
 * -Dagentgate.launcher=PATH}.
 */
public final class Gateway {
    private static final Path REPOSITORY = repository();
    private static final long PATIENCE_SECONDS = 60;

    private Gateway() {}

    /** What a command that ended said. */
    public record Ended(int exitCode, String out, String err) {}

    /** The command that runs a stdio server behind the gateway, under the default policy. */
    public static List<String> wrap(List<String> server) {
        return wrap(List.of(), server);
    }

    /** The same with options of the gateway. */
    public static List<String> wrap(List<String> options, List<String> server) {
        var command = new ArrayList<>(command(List.of("wrap")));
        command.addAll(options);
        command.add("--");
        command.addAll(server);
        return List.copyOf(command);
    }

    /** The command that runs the launcher with these words. */
    public static List<String> command(List<String> words) {
        var launcher = launcher();
        assertThat(launcher).as("the launcher of AgentGate").isRegularFile().isExecutable();
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(words);
        return List.copyOf(command);
    }

    /** Runs a command to its end, without input. */
    public static Ended run(Path home, List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment(home));
        try (var files = new Outputs()) {
            builder.redirectOutput(files.out.toFile()).redirectError(files.err.toFile());
            var process = builder.start();
            process.getOutputStream().close();
            try {
                assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as(() -> command + " ends in time")
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new Ended(
                    process.exitValue(), Files.readString(files.out), Files.readString(files.err));
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        }
    }

    /** Runs the launcher with these words to its end. */
    public static Ended run(Path home, String... words) {
        return run(home, command(List.of(words)));
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

    /** Where a command's output goes: files, so that nothing has to be read while it runs. */
    private record Outputs(Path out, Path err) implements AutoCloseable {
        Outputs() throws IOException {
            this(temporary("out"), temporary("err"));
        }

        private static Path temporary(String name) throws IOException {
            return Files.createTempFile("agentgate-", "." + name);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
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
