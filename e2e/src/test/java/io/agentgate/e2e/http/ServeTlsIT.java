package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.ServeProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} with certificates on both sides and a credential, by its configuration file. */
class ServeTlsIT {
    @Test
    void bothSidesAreEncryptedAndTheServerIsShownASecretOfAFile(@TempDir Path directory)
            throws Exception {
        Certificate certificate = Certificate.made(directory, "ip:127.0.0.1");
        Path token = Files.writeString(directory.resolve("token"), "s-1\n");
        Path home = Files.createDirectories(directory.resolve("home"));
        try (McpServer server = new McpServer(certificate.sockets())) {
            Path config =
                    Files.writeString(
                            directory.resolve("config.toml"),
                            """
                            [server.tls]
                            certificate = "%s"
                            key = "%s"

                            [upstream]
                            url = "%s"

                            [upstream.tls]
                            ca = "%s"

                            [upstream.credential]
                            kind = "bearer"
                            token = "${file:%s}"
                            """
                                    .formatted(
                                            certificate.pem(),
                                            certificate.key(),
                                            server.uri(),
                                            certificate.pem(),
                                            token));
            List<String> words = List.of("serve", "--config", config.toString());
            try (ServeProcess serve =
                            ServeProcess.start(
                                    new ArrayList<>(Gateway.command(words)),
                                    Gateway.environment(home));
                    HttpClient client =
                            HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
                int port = serve.at("/mcp").getPort();
                HttpResponse<String> answer = client.send(request(port), BodyHandlers.ofString());

                assertThat(answer.body()).contains("\"result\"");
                assertThat(server.received("POST"))
                        .extracting((Received request) -> request.header("Authorization"))
                        .containsOnly("Bearer s-1");
                assertThat(serve.said()).anyMatch(line -> line.contains("listening at https://"));
                assertThat(serve.said()).noneMatch(line -> line.contains("s-1"));
            }
        }
    }

    @Test
    void eachServerIsShownItsOwnSecretAndNoOther(@TempDir Path directory) throws Exception {
        Certificate certificate = Certificate.made(directory, "ip:127.0.0.1");
        Path token = Files.writeString(directory.resolve("token"), "s-1\n");
        Path home = Files.createDirectories(directory.resolve("home"));
        try (McpServer encrypted = new McpServer(certificate.sockets());
                McpServer plain = new McpServer()) {
            Files.writeString(
                    home.resolve("config.toml"),
                    """
                    [servers.one]
                    url = "%s"

                    [servers.one.tls]
                    ca = "%s"

                    [servers.one.credential]
                    kind = "bearer"
                    token = "${file:%s}"

                    [servers.two]
                    url = "%s"
                    credential = { kind = "header", name = "X-Key", value = "${env:KEY_OF_TWO}" }
                    """
                            .formatted(encrypted.uri(), certificate.pem(), token, plain.uri()));
            Map<String, String> environment = new HashMap<>(Gateway.environment(home));
            environment.put("KEY_OF_TWO", "s-2");
            try (ServeProcess serve =
                    ServeProcess.start(
                            new ArrayList<>(Gateway.command(List.of("serve"))), environment)) {
                Caller caller = new Caller(serve.at("/"), "Authorization: Bearer mine");
                for (String name : List.of("one", "two")) {
                    Caller direct = caller.at("/servers/" + name + "/mcp").inSession();
                    assertThat(direct.post(Caller.call(1, "read")).body()).contains("\"text\"");
                }
                Caller together = caller.inSession();
                for (String tool : List.of("one__read", "two__read")) {
                    assertThat(together.post(Caller.call(1, tool)).body()).contains("\"text\"");
                }

                assertThat(encrypted.calls("read")).hasSize(2);
                assertThat(shown(encrypted)).containsOnly("Bearer s-1 null");
                assertThat(plain.calls("read")).hasSize(2);
                assertThat(shown(plain)).containsOnly("null s-2");
                assertThat(serve.said()).noneMatch(line -> line.contains("s-1"));
                assertThat(serve.said()).noneMatch(line -> line.contains("s-2"));
            }
        }
    }

    /** What of each request proves who asks. */
    private static List<String> shown(McpServer server) {
        return server.received("POST").stream()
                .map(request -> request.header("Authorization") + " " + request.header("X-Key"))
                .toList();
    }

    private static HttpRequest request(int port) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/mcp"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer mine")
                .POST(BodyPublishers.ofString(Caller.INITIALIZE))
                .build();
    }
}
