package io.agentgate.e2e.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which classes {@code wrap} loads, as the JVM itself tells. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrapClassesIT {
    private static final Path DIST = Gateway.fileInRepository("command/target/dist");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            """
            {"jsonrpc":"2.0","method":"notifications/initialized"}\
            """;
    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_files",\
            "arguments":{}}}\
            """;
    private static final String DENIED =
            """
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"bash",\
            "arguments":{"command":"rm -rf /"}}}\
            """;

    @TempDir private Path directory = Path.of("");
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leaveNothingRunning() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void callIsJudgedAndRecordedBeforeAnythingOfSqliteIsLoaded() throws Exception {
        Process wrap = start(List.of("sh", "-c", "cat > /dev/null"));
        try (BufferedWriter in = wrap.outputWriter();
                BufferedReader out = wrap.inputReader()) {
            say(in, INITIALIZE);
            say(in, DENIED);
            assertThat(out.readLine()).contains("\"id\":3", "\"error\"");

            assertThat(loaded()).contains("io.agentgate.gateway.Gatekeeper").noneMatch(this::late);
        }
        assertThat(wrap.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void wholeSessionLoadsNoFrameworkNoCommandLineLibraryAndNothingForMetricsOrOtherEras()
            throws Exception {
        Process wrap = start(List.of(JAVA, "-jar", DIST.resolve("demo/workshop.jar").toString()));
        try (BufferedWriter in = wrap.outputWriter();
                BufferedReader out = wrap.inputReader()) {
            say(in, INITIALIZE);
            assertThat(out.readLine()).contains("\"id\":1", "\"result\"");
            say(in, INITIALIZED);
            say(in, CALL);
            assertThat(out.readLine()).contains("\"id\":2", "\"result\"");
            say(in, DENIED);
            assertThat(out.readLine()).contains("\"id\":3", "\"error\"");
        }
        assertThat(wrap.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(wrap.exitValue()).isZero();

        assertThat(loaded())
                .as("the records are delivered, so SQLite shows that this sees what is loaded")
                .anyMatch(name -> name.startsWith("org.sqlite."))
                .noneMatch(
                        name ->
                                name.startsWith("picocli.")
                                        || name.startsWith("io.quarkus.")
                                        || name.startsWith("io.vertx.")
                                        || name.startsWith("com.fasterxml.")
                                        || name.startsWith("org.yaml.")
                                        || name.startsWith("io.agentgate.cli.clients.")
                                        || name.startsWith("io.agentgate.gateway.bridge.")
                                        || name.equals("io.agentgate.gateway.era.ServerEras")
                                        || name.equals("io.agentgate.stdio.Translated")
                                        || name.equals("io.agentgate.stdio.Pipe")
                                        || name.equals("io.agentgate.stdio.Hearing")
                                        || name.startsWith("io.prometheus.")
                                        || name.startsWith("com.sun.net.httpserver.")
                                        || name.startsWith("io.agentgate.cli.metrics.")
                                        || name.startsWith("io.agentgate.embedded.prometheus."));
    }

    /** The verifier loads the types of exceptions that are caught; what throws them is not run. */
    private boolean late(String name) {
        return (name.startsWith("org.sqlite.") || name.startsWith("java.sql."))
                && !name.endsWith("Exception");
    }

    /** Without the AOT cache: what it holds would be loaded whether it is used or not. */
    private Process start(List<String> server) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(
                List.of(
                        "-Xlog:disable",
                        "-Xlog:class+load:file=" + directory.resolve("classes.log") + ":none",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dagentgate.dist=" + DIST,
                        "-cp",
                        DIST.resolve("lib/agentgate.jar").toString(),
                        "io.agentgate.cli.Main",
                        "wrap",
                        "--policy",
                        DIST.resolve("policies/default.toml").toString(),
                        "--"));
        command.addAll(server);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Gateway.environment(directory.resolve("home")));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static void say(BufferedWriter in, String message) throws IOException {
        in.write(message + "\n");
        in.flush();
    }

    /** The names stand first in each line; the rest says where a class came from. */
    private List<String> loaded() throws IOException {
        try (var lines = Files.lines(directory.resolve("classes.log"))) {
            return lines.map(line -> line.split(" ", 2)[0]).toList();
        }
    }
}
