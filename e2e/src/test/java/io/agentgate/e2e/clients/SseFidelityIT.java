package io.agentgate.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.Gateway;
import io.agentgate.testkit.http.ServeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server over HTTP+SSE that others wrote, and a client of Streamable HTTP that others wrote. */
@Timeout(300)
class SseFidelityIT {
    private static final List<List<String>> QUESTIONS =
            List.of(
                    List.of("--method", "tools/list"),
                    List.of("--method", "resources/list"),
                    List.of("--method", "prompts/list"),
                    List.of(
                            "--method",
                            "tools/call",
                            "--tool-name",
                            "echo",
                            "--tool-arg",
                            "message=hi"),
                    List.of(
                            "--method",
                            "tools/call",
                            "--tool-name",
                            "trigger-long-running-operation",
                            "--tool-arg",
                            "duration=1",
                            "steps=2"));

    @TempDir Path scratch;

    @Test
    void serverOverSseIsTheSameOverStreamableHttpThroughTheGateway() throws Exception {
        int port = freePort();
        Process everything = serve(port);
        try {
            Eventually.holds("the server listens", () -> listens(port));
            URI stream = URI.create("http://127.0.0.1:" + port + "/sse");
            try (ServeProcess gateway = gateway(stream)) {
                for (List<String> question : QUESTIONS) {
                    String direct = inspect(stream, "sse", question);

                    String gated = inspect(gateway.at("/servers/everything/mcp"), "http", question);

                    assertThat(direct).contains("\"");
                    assertThat(gated).as("%s", question).isEqualTo(direct);
                }
            }
        } finally {
            everything.destroyForcibly();
        }
    }

    private ServeProcess gateway(URI stream) throws Exception {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Files.writeString(
                home.resolve("config.toml"),
                """
                [servers.everything]
                transport = "sse"
                url = "%s"
                """
                        .formatted(stream));
        return ServeProcess.start(
                new ArrayList<>(Gateway.command(List.of("serve"))), Gateway.environment(home));
    }

    private Process serve(int port) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(Npm.onThisMachineOnly(Npm.serverEverything(), "sse"))
                        .redirectErrorStream(true)
                        .redirectOutput(scratch.resolve("server.log").toFile());
        builder.environment().put("PORT", Integer.toString(port));
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String inspect(URI server, String transport, List<String> question)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        Npm.inspector(
                                "--cli",
                                server.toString(),
                                "--transport",
                                transport,
                                "--format",
                                "json"));
        command.addAll(question);
        var environment = new HashMap<>(Gateway.environment(scratch.resolve("home")));
        environment.put("MCP_CATALOG_PATH", scratch.resolve("catalog.json").toString());
        return new Program(command, environment).run(scratch);
    }
}
