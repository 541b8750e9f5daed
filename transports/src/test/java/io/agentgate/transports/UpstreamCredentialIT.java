package io.agentgate.transports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.credential.TokenSource;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server is shown of who asks, and what it never is. */
class UpstreamCredentialIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ANNS = "eyJ.ann.SECRET";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", "T-SECRET", "USER", "gate", "PASSWORD", "pä:ss", "CLIENT", "c&SECRET");
    private static final SecretReference TOKEN = new SecretReference.Environment("TOKEN");

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger issued = new AtomicInteger();

    /** Lets the token endpoint answer. */
    private final CompletableFuture<Boolean> open = new CompletableFuture<>();

    private volatile int refusal;
    private volatile boolean serverRefuses;
    private WireServer server;
    private WireServer issuer;
    private Path scratch;
    private @Nullable RealGateway gateway;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        scratch = directory;
        server = new WireServer(this::serve);
        issuer = new WireServer(this::issue);
        open.complete(true);
    }

    @AfterEach
    void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        server.close();
        issuer.close();
        http.close();
    }

    private void serve(Received request, Reply reply) throws IOException {
        if (serverRefuses && request.body().contains("tools/call")) {
            reply.answer(401, "", "WWW-Authenticate: Bearer");
        } else if (request.body().contains("initialize")) {
            reply.json("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}", "Mcp-Session-Id: up-1");
        } else {
            reply.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        }
    }

    private void issue(Received request, Reply reply) throws IOException {
        open.join();
        if (refusal > 0) {
            reply.answer(
                    refusal,
                    "{\"error\":\"invalid_grant\",\"error_description\":\"SECRET\"}",
                    "Content-Type: application/json");
            return;
        }
        int number = issued.incrementAndGet();
        reply.answer(
                200,
                "{\"access_token\":\"issued-"
                        + number
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":300}",
                "Content-Type: application/json");
    }

    /** Everybody is who they say; with a token that can be exchanged. */
    private static Authentication byToken(String header) {
        return new Authentication() {
            @Override
            public Login login(@Nullable String credential, String address) {
                if (credential == null) {
                    return Bearer.missing("who are you");
                }
                String token = Bearer.credential(credential);
                String caller = token == null ? credential : token;
                return new Login.Accepted(
                        "caller of " + caller.length(),
                        true,
                        "agent",
                        new TreeSet<>(Set.of()),
                        token == null ? null : new SubjectToken(token));
            }

            @Override
            public boolean isRequired() {
                return true;
            }

            @Override
            public String header() {
                return header;
            }
        };
    }

    private McpClient client(UpstreamCredential credential, String shown) throws Exception {
        return client(credential, shown, byToken("Authorization"));
    }

    private McpClient client(
            UpstreamCredential credential, String shown, Authentication authentication)
            throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        new UpstreamSettings(
                                server.at("/mcp"),
                                "server",
                                List.of(),
                                credential,
                                new Secrets(ENVIRONMENT),
                                null),
                        authentication,
                        new Membership(
                                "w", new LocalSessionDirectory(), new NoReplicas("w"), false));
        return new McpClient(http, endpoint(), shown);
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + requireNonNull(gateway).port() + "/mcp");
    }

    private TokenSource source() {
        return new TokenSource(
                issuer.at("/token"),
                new TokenSource.Client("ga te", new SecretReference.Environment("CLIENT")),
                List.of("mcp"),
                "tickets",
                null,
                null);
    }

    /** The values of a header that the server has seen, of all its requests. */
    private Set<String> seen(String header) {
        Set<String> values = new TreeSet<>();
        server.received().forEach(request -> values.add(String.valueOf(request.header(header))));
        return values;
    }

    private void assertNothingOfTheClients() {
        assertThat(server.received())
                .isNotEmpty()
                .noneMatch(request -> request.toString().contains(ANNS));
    }

    @Test
    void nothingIsShownWhereNothingIsAskedFor() throws Exception {
        McpClient client = client(new UpstreamCredential.None(), "Bearer " + ANNS);
        assertThat(client.call(client.begin()).statusCode()).isEqualTo(200);

        assertThat(seen("Authorization")).containsExactly("null");
        assertNothingOfTheClients();
    }

    @Test
    void aTokenTakesThePlaceOfTheClients() throws Exception {
        McpClient client = client(new UpstreamCredential.Bearer(TOKEN), "Bearer " + ANNS);
        String session = client.begin();
        client.call(session);
        client.send(client.request().header("Mcp-Session-Id", session).GET().build());
        client.send(client.request().header("Mcp-Session-Id", session).DELETE().build());

        assertThat(server.received()).extracting(Received::method).contains("GET", "DELETE");
        assertThat(seen("Authorization")).containsExactly("Bearer T-SECRET");
        assertNothingOfTheClients();
    }

    @Test
    void aKeyStandsInTheHeaderThatTheServerWants() throws Exception {
        McpClient client =
                client(new UpstreamCredential.Header("X-Api-Key", TOKEN), "Bearer " + ANNS);
        client.begin();

        assertThat(seen("X-Api-Key")).containsExactly("T-SECRET");
        assertThat(seen("Authorization")).containsExactly("null");
    }

    @Test
    void theClientsKeyGoesNowhereWhicheverHeaderItStandsIn() throws Exception {
        McpClient client =
                client(new UpstreamCredential.None(), "Bearer other", byToken("X-Gate-Key"));
        HttpResponse<String> answer =
                client.send(
                        client.request()
                                .header("X-Gate-Key", ANNS)
                                .header("Cookie", ANNS)
                                .header("Proxy-Authorization", ANNS)
                                .header("X-Api-Key", ANNS)
                                .POST(BodyPublishers.ofString(McpClient.INITIALIZE))
                                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(seen("Authorization")).containsExactly("null");
        assertNothingOfTheClients();
    }

    @Test
    void aUserAndAPasswordAreShownAsBasic() throws Exception {
        McpClient client =
                client(
                        new UpstreamCredential.Basic(
                                new SecretReference.Environment("USER"),
                                new SecretReference.Environment("PASSWORD")),
                        "Bearer " + ANNS);
        client.begin();

        assertThat(seen("Authorization")).containsExactly("Basic " + base64("gate:pä:ss"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFileThatIsRotatedIsShownWithoutARestart() throws Exception {
        Path file = scratch.resolve("token");
        Files.writeString(file, "old\n");
        McpClient client =
                client(
                        new UpstreamCredential.Bearer(new SecretReference.File(file)),
                        "Bearer " + ANNS);
        String session = client.begin();
        assertThat(seen("Authorization")).containsExactly("Bearer old");
        Files.writeString(file, "new\n");

        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!seen("Authorization").contains("Bearer new") && System.nanoTime() < deadline) {
            client.call(session);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(seen("Authorization")).containsExactlyInAnyOrder("Bearer new", "Bearer old");
    }

    @Test
    void aTokenOfTheGatewaysOwnIsFetchedOnceForAll() throws Exception {
        McpClient client =
                client(new UpstreamCredential.ClientCredentials(source()), "Bearer " + ANNS);
        String session = client.begin();
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(new McpClient(http, endpoint(), "Bearer " + ANNS).callLater(session));
        }
        calls.forEach(call -> assertThat(call.join().statusCode()).isEqualTo(200));

        assertThat(seen("Authorization")).containsExactly("Bearer issued-1");
        assertThat(issuer.received()).hasSize(1);
        Received asked = issuer.received().getFirst();
        assertThat(asked.body())
                .isEqualTo("grant_type=client_credentials&scope=mcp&audience=tickets");
        assertThat(asked.header("Authorization")).isEqualTo("Basic " + base64("ga+te:c%26SECRET"));
        assertThat(asked.toString()).doesNotContain(ANNS);
    }

    @Test
    void everyCallerHasATokenExchangedForItsOwn() throws Exception {
        McpClient ann = client(new UpstreamCredential.TokenExchange(source()), "Bearer " + ANNS);
        McpClient bob = new McpClient(http, endpoint(), "Bearer eyJ.bob");
        ann.call(ann.begin());
        bob.call(bob.begin());

        assertThat(seen("Authorization"))
                .containsExactlyInAnyOrder("Bearer issued-1", "Bearer issued-2");
        assertThat(issuer.received())
                .extracting(Received::body)
                .satisfiesExactly(
                        anns -> assertThat(anns).contains("&subject_token=" + ANNS + "&"),
                        bobs -> assertThat(bobs).contains("&subject_token=eyJ.bob&"));
        assertNothingOfTheClients();
    }

    @Test
    void whoHasNoTokenToExchangeIsNotServed() throws Exception {
        McpClient client =
                client(new UpstreamCredential.TokenExchange(source()), "agk_key", byToken("X-Key"));
        HttpResponse<String> answer =
                client.send(
                        client.request()
                                .header("X-Key", "agk_key")
                                .POST(BodyPublishers.ofString(McpClient.INITIALIZE))
                                .build());

        assertThat(answer.body()).contains("the server takes tokens of callers");
        assertThat(server.received()).isEmpty();
        assertThat(issuer.received()).isEmpty();
    }

    @Test
    void aTokenThatIsRefusedIsAnErrorWithoutSecrets() throws Exception {
        refusal = 400;
        McpClient client = client(new UpstreamCredential.TokenExchange(source()), "Bearer " + ANNS);
        HttpResponse<String> answer =
                client.send(
                        client.request()
                                .POST(BodyPublishers.ofString(McpClient.INITIALIZE))
                                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"error\"")
                .contains("the token endpoint refused (HTTP 400, invalid_grant)")
                .doesNotContain("SECRET");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aTokenEndpointThatIsNotThereIsAnErrorOfTheCall() throws Exception {
        McpClient client =
                client(new UpstreamCredential.ClientCredentials(source()), "Bearer " + ANNS);
        issuer.close();
        HttpResponse<String> answer =
                client.send(
                        client.request()
                                .POST(BodyPublishers.ofString(McpClient.INITIALIZE))
                                .build());

        assertThat(answer.body()).contains("the token endpoint cannot be reached");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aCallThatTheServerRefusesIsNotRepeated() throws Exception {
        McpClient client =
                client(new UpstreamCredential.ClientCredentials(source()), "Bearer " + ANNS);
        String session = client.begin();
        serverRefuses = true;

        assertThat(client.call(session).body()).contains("does not let the gateway in (HTTP 401)");
        assertThat(server.received())
                .filteredOn(request -> request.body().contains("tools/call"))
                .hasSize(1);
    }
}
