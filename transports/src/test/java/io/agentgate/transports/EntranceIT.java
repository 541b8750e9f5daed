package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.ProtectedResource;
import io.agentgate.transports.session.Membership;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets past the entrance, and with what. */
class EntranceIT {
    private static final String METADATA = "/.well-known/oauth-protected-resource/mcp";

    private final HttpClient http = HttpClient.newHttpClient();
    private WireServer server;
    private RealGateway gateway;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        server = new WireServer(EntranceIT::serve);
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1",
                                0,
                                ListenerSettings.THIS_MACHINE,
                                Set.of(),
                                new ProtectedResource(
                                        URI.create("https://gate.example"),
                                        List.of("https://login.example"),
                                        List.of())),
                        server.at("/mcp"),
                        byName(),
                        new Membership(
                                "w", new LocalSessionDirectory(), new NoReplicas("w"), false));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        server.close();
        http.close();
    }

    private static void serve(Received request, Reply reply) throws IOException {
        int id = request.body().contains("initialize") ? 0 : 1;
        reply.json("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}", "Mcp-Session-Id: u");
    }

    private static Authentication byName() {
        return new Authentication() {
            @Override
            public Login login(@Nullable String credential, String address) {
                return credential == null
                        ? Bearer.missing("who are you")
                        : new Login.Accepted(credential, true);
            }

            @Override
            public boolean isRequired() {
                return true;
            }
        };
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    private McpClient client(@Nullable String credential, String path) {
        return new McpClient(http, at(path), credential);
    }

    private int initialize(@Nullable String credential, String path)
            throws IOException, InterruptedException {
        McpClient client = client(credential, path);
        HttpRequest request =
                client.request().POST(BodyPublishers.ofString(McpClient.INITIALIZE)).build();
        return client.send(request).statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access_token=ann",
                "ACCESS_TOKEN=ann",
                "x=1&access%5Ftoken=ann",
                "api_key=ann",
                "token"
            })
    void aCredentialInTheUrlIsNone(String query) throws Exception {
        assertThat(initialize(null, "/mcp?" + query)).isEqualTo(401);
        assertThat(initialize("ann", "/mcp?" + query)).isEqualTo(400);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void otherThingsInTheUrlChangeNothing() throws Exception {
        assertThat(initialize("ann", "/mcp?team=tokens&x=access_token")).isEqualTo(200);
    }

    @Test
    void aCredentialThatIsTooLongIsRefused() throws Exception {
        assertThat(initialize("Bearer " + "a".repeat(16 << 10), "/mcp")).isEqualTo(431);
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POST", "GET", "DELETE"})
    void aSessionOfAnotherCallerLooksLikeNone(String method) throws Exception {
        String session = client("ann", "/mcp").begin();
        int before = server.received().size();
        HttpResponse<String> others = send(method, session);
        HttpResponse<String> made = send(method, session.substring(1) + 'A');

        assertThat(others.statusCode()).isEqualTo(404);
        assertThat(made.statusCode()).isEqualTo(404);
        assertThat(others.body()).isEqualTo(made.body());
        assertThat(others.headers().map()).isEqualTo(made.headers().map());
        assertThat(server.received()).hasSize(before);
        assertThat(client("ann", "/mcp").call(session).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> send(String method, String session)
            throws IOException, InterruptedException {
        McpClient eve = client("eve", "/mcp");
        return eve.send(
                eve.request()
                        .header("Mcp-Session-Id", session)
                        .method(
                                method,
                                method.equals("POST")
                                        ? BodyPublishers.ofString(McpClient.CALL)
                                        : BodyPublishers.noBody())
                        .build());
    }

    @Test
    void pagesOfAllOriginsMayReadTheMetadataAndNothingElse() throws Exception {
        assertThat(ofPage(METADATA, "GET").headers().map())
                .containsEntry("Access-Control-Allow-Origin", List.of("*"))
                .doesNotContainKey("Access-Control-Expose-Headers");
        assertThat(ofPage(METADATA, "GET").statusCode()).isEqualTo(200);
        assertThat(ofPage(METADATA, "OPTIONS").statusCode()).isEqualTo(204);
        assertThat(ofPage(METADATA, "OPTIONS").headers().map())
                .containsEntry("Access-Control-Allow-Origin", List.of("*"));
        for (String path : List.of("/mcp", "/health", "/metrics")) {
            HttpResponse<String> refused = ofPage(path, "GET");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().map()).doesNotContainKey("Access-Control-Allow-Origin");
        }
    }

    private HttpResponse<String> ofPage(String path, String method)
            throws IOException, InterruptedException {
        McpClient page = client(null, path);
        return page.send(
                page.request()
                        .header("Origin", "https://elsewhere.example")
                        .method(method, BodyPublishers.noBody())
                        .build());
    }
}
