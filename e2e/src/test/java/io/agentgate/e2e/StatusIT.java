package io.agentgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.cli.status.Found;
import io.agentgate.cli.status.OfProcess;
import io.agentgate.cli.status.RunningProcesses;
import io.agentgate.cli.status.ServerTools;
import io.agentgate.cli.status.SessionState;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.call.ClientInfo;
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

/** What {@code agentgate status} tells of the processes of a home. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StatusIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;

    @TempDir private Path directory = Path.of("");
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leaveNothingRunning() {
        started.forEach(Process::destroyForcibly);
        HomeProcesses.end(home());
    }

    private Path home() {
        return directory.resolve("home");
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Gateway.environment(home()));
        builder.redirectError(directory.resolve("err").toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private JsonNode processes() {
        try {
            Gateway.Ended ended = Gateway.run(home(), "status", "--json");
            return new ObjectMapper().readTree(ended.out()).get("processes");
        } catch (IOException notJson) {
            throw new AssertionError(notJson);
        }
    }

    @Test
    void nothingRunsInANewHome() {
        Gateway.Ended ended = Gateway.run(home(), "status");

        assertThat(ended.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(ended.out()).isEqualTo("Nothing runs in " + home() + ".\n");
        assertThat(home()).doesNotExist();
    }

    @Test
    void wrapShowsOnceItsClientHasAnAnswerAndIsGoneAtItsEnd() throws Exception {
        Path policy = Gateway.fileInRepository("policies/default.toml");
        Process wrap =
                start(Gateway.wrap(List.of("--policy", policy.toString()), Workshop.command()));
        try (BufferedWriter in = wrap.outputWriter();
                BufferedReader out = wrap.inputReader()) {
            in.write(INITIALIZE + "\n");
            in.flush();
            assertThat(out.readLine()).contains("\"result\"");
            Eventually.holds("wrap shows", () -> processes().size() == 1);

            JsonNode shown = processes().get(0);
            assertThat(shown.get("pid").asLong()).isEqualTo(wrap.pid());
            assertThat(shown.get("command").asText()).isEqualTo("wrap");
            assertThat(shown.get("policy").asText()).isEqualTo(policy.toString());
            assertThat(shown.get("listening").isNull()).isTrue();
            Gateway.Ended table = Gateway.run(home(), "status");
            assertThat(table.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(table.out()).contains("stdio", "running", "" + wrap.pid());
        }
        assertThat(wrap.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(home().resolve("run")).isEmptyDirectory();
        assertThat(Gateway.run(home(), "status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    }

    /**
     * What the dashboard asks for; arguments of the server, which may be secret, are none of it.
     */
    @Test
    void wrapTellsOfItsSessionAndOfItsServersTools() throws Exception {
        List<String> server = Workshop.command();
        Process wrap = start(Gateway.wrap(List.of("--agent", "ci", "--name", "shop"), server));
        try (BufferedWriter in = wrap.outputWriter();
                BufferedReader out = wrap.inputReader()) {
            in.write(INITIALIZE + "\n");
            in.flush();
            assertThat(out.readLine()).contains("\"result\"");
            in.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
            in.write("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}\n");
            in.flush();
            assertThat(out.readLine()).contains("\"tools\"");
            Eventually.holds("wrap shows", () -> processes().size() == 1);

            OfProcess<SessionState> sessions =
                    only(RunningProcesses.sessions(home().resolve("run")));
            assertThat(sessions.pid()).isEqualTo(wrap.pid());
            assertThat(sessions.command()).isEqualTo("wrap");
            SessionState session = sessions.all().getFirst();
            assertThat(session.identity().agent()).isEqualTo("ci");
            assertThat(session.identity().server()).isEqualTo("shop");
            assertThat(session.client()).isEqualTo(new ClientInfo("test", "1"));
            assertThat(session.protocol()).isEqualTo("2025-11-25");
            assertThat(session.lastUsed()).isAfterOrEqualTo(session.began());
            ServerTools shop =
                    only(RunningProcesses.servers(home().resolve("run"))).all().getFirst();
            assertThat(shop.transport()).isEqualTo("stdio");
            assertThat(shop.server().word()).isEqualTo("ready");
            assertThat(shop.server().toString()).doesNotContain(server.getLast());
            assertThat(shop.tools())
                    .extracting(tool -> tool.listed().name())
                    .contains("list_files", "read_file");
        }
    }

    private static <A> A only(List<Found<A>> all) {
        assertThat(all).hasSize(1);
        if (all.getFirst() instanceof Found.Running<A>(A told)) {
            return told;
        }
        throw new AssertionError(all);
    }

    @Test
    void serveTellsItsAddressesWithoutWhatMayBeSecret() throws Exception {
        start(
                Gateway.command(
                        List.of(
                                "serve",
                                "--port",
                                "0",
                                "--upstream",
                                "http://127.0.0.1:9/mcp?key=s3cret")));
        Eventually.holds("serve shows", () -> processes().size() == 1);

        JsonNode shown = processes().get(0);
        assertThat(shown.get("command").asText()).isEqualTo("serve");
        assertThat(shown.get("listening").asText()).matches("http://127\\.0\\.0\\.1:[0-9]+/mcp");
        assertThat(shown.get("upstream").asText()).isEqualTo("http://127.0.0.1:9/mcp");
        assertThat(shown.get("draining").asBoolean()).isFalse();
        assertThat(Files.readString(directory.resolve("err"))).doesNotContain("s3cret");
    }

    @Test
    void killedProcessIsForgotten() throws Exception {
        Process serve =
                start(
                        Gateway.command(
                                List.of(
                                        "serve",
                                        "--port",
                                        "0",
                                        "--upstream",
                                        "http://127.0.0.1:9/")));
        Eventually.holds("serve shows", () -> processes().size() == 1);
        serve.destroyForcibly().waitFor();

        assertThat(Gateway.run(home(), "status").exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(home().resolve("run")).isEmptyDirectory();
    }
}
