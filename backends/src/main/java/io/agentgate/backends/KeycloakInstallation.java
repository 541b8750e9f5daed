package io.agentgate.backends;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A Keycloak that is unpacked and built for one set of options, once for all that start it.
 *
 * <p>Its own script would start the JVM as a child that outlives it when it is killed: the JVM is
 * started here as the script would.
 */
final class KeycloakInstallation {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<String> SHARED = List.of("conf", "lib", "providers", "themes");

    private final Path home;

    private KeycloakInstallation(Path home) {
        this.home = home;
    }

    /** The one of this build; the first call unpacks and builds it. */
    static synchronized KeycloakInstallation prepared() throws IOException {
        Properties settings = Built.settings("keycloak.properties");
        Path shelf = Path.of(settings.getProperty("prepared"));
        Path home = shelf.resolve(settings.getProperty("version"));
        Files.createDirectories(shelf);
        Path lock = shelf.resolve("lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (!Files.exists(home) && held.isValid()) {
                prepare(Path.of(settings.getProperty("distribution")), shelf, home);
            }
        }
        return new KeycloakInstallation(home);
    }

    /** One that failed half-way is never taken for a whole one: it gets its name at the end. */
    private static void prepare(Path distribution, Path shelf, Path home) throws IOException {
        try (Scratch workplace = Scratch.in(shelf, "unfinished")) {
            Path unpacked = workplace.at("keycloak");
            unpack(distribution, unpacked);
            ChildProcess.start(
                            command(
                                    unpacked,
                                    List.of(
                                            "build",
                                            "--db=dev-file",
                                            "--cache=local",
                                            "--health-enabled=false",
                                            "--metrics-enabled=false")),
                            Map.of(),
                            workplace.at("build.log"))
                    .awaitSuccess(PATIENCE);
            Files.move(unpacked, home);
        }
    }

    /** Unpacks what lies in the archive's only directory. */
    private static void unpack(Path archive, Path target) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path named = Path.of(entry.getName()).normalize();
                if (named.isAbsolute() || named.startsWith("..")) {
                    throw new IOException("an entry out of the archive: " + entry.getName());
                }
                if (!entry.isDirectory()) {
                    Path file = target.resolve(named.subpath(1, named.getNameCount()));
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        Files.createDirectories(target.resolve("providers"));
    }

    /** Makes a home of its own for one server: what it never writes is shared. */
    void link(Path instance) throws IOException {
        Files.createDirectories(instance);
        for (String part : SHARED) {
            Files.createSymbolicLink(instance.resolve(part), home.resolve(part));
        }
    }

    static List<String> command(Path home, List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        JavaCommand.of(
                                "-XX:MaxMetaspaceSize=256m",
                                "-Dfile.encoding=UTF-8",
                                "--add-opens=java.base/java.util=ALL-UNNAMED",
                                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                                "--add-opens=java.base/java.security=ALL-UNNAMED",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Duser.language=en",
                                "-Duser.country=US",
                                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                                        + "io.quarkus.bootstrap.forkjoin"
                                        + ".QuarkusForkJoinWorkerThreadFactory",
                                "-Dkc.home.dir=" + home,
                                "-Djboss.server.config.dir=" + home.resolve("conf"),
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-Dpicocli.disable.closures=true",
                                "-cp",
                                home.resolve("lib").resolve("quarkus-run.jar").toString(),
                                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(arguments);
        return command;
    }
}
