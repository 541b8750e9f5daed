package io.agentgate.cli.installation;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the product lies, as the launcher says: it passes {@code agentgate.dist} and {@code
 * agentgate.launcher}.
 *
 * @param dist the directory with libraries, policies and the demo server
 * @param launcher the absolute path of the command itself
 */
public record Installation(Path dist, String launcher) {

    /** The installation this process runs from. */
    public static Installation ofProcess() throws CommandException {
        String dist = System.getProperty("agentgate.dist");
        String launcher = System.getProperty("agentgate.launcher");
        if (dist == null || launcher == null) {
            throw new CommandException(
                    ExitCode.CONFIG, "start agentgate by its launcher, not by its jar");
        }
        return new Installation(Path.of(dist), Path.of(launcher).toAbsolutePath().toString());
    }

    /** The version of the product, from its jar. */
    public static String version() {
        String version = Installation.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    /**
     * Takes back what the launcher changed in the environment: in the POSIX locale it sets {@code
     * LC_ALL}, and says in {@code agentgate.lc_all} what it was.
     */
    public static void restoreLocale(Map<String, String> environment) {
        String before = System.getProperty("agentgate.lc_all");
        if (before == null) {
            return;
        }
        if (before.isEmpty()) {
            environment.remove("LC_ALL");
        } else {
            environment.put("LC_ALL", before);
        }
    }

    /** Where the keys of configurations are described, for words to people. */
    public static String configReference() {
        String reference = "docs/reference/config.md";
        @Nullable String dist = System.getProperty("agentgate.dist");
        return dist == null ? reference : Path.of(dist).resolve(reference).toString();
    }

    /** The rules that a home begins with. */
    public Path startingPolicy() {
        return dist.resolve("policies").resolve("default.toml");
    }

    /** The configuration that a home begins with. */
    public Path exampleConfig() {
        return dist.resolve("config.example.toml");
    }

    /** The rules of the demo. */
    public Path demoPolicy() {
        return dist.resolve("demo").resolve("policy.toml");
    }

    /** The command of the demo's server. */
    public List<String> demoServer() throws CommandException {
        Path jar = dist.resolve("demo").resolve("workshop.jar");
        if (!Files.isReadable(jar)) {
            throw new CommandException(ExitCode.CONFIG, "the installation is incomplete: " + jar);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString());
    }
}
