package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.ProtectedResource;
import io.agentgate.transports.session.Membership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests whose caller is not known at once. */
class LateLoginIT {
    private static final int LARGER_THAN_A_READ = 200_000;

    /** The logins that wait for an answer. */
    private final BlockingQueue<CompletableFuture<Login.Known>> asked = new LinkedBlockingQueue<>();

    private final HttpClient http = HttpClient.newHttpClient();
    private RealGateway gateway;

    /** Leaves every answer to the test. */
    private final Authentication late =
            new Authentication() {
                @Override
                public Login login(@Nullable String credential, String address) {
                    CompletableFuture<Login.Known> answer = new CompletableFuture<>();
                    asked.add(answer);
                    return new Login.Later(answer);
                }

                @Override
                public boolean isRequired() {
                    return true;
                }
            };

    @BeforeEach
    void listen(@TempDir Path scratch) throws Exception {
        ListenerSettings listener =
                new ListenerSettings(
                        "127.0.0.1",
                        0,
                        ListenerSettings.THIS_MACHINE,
                        Set.of(),
                        new ProtectedResource(
                                URI.create("https://gate.example"),
                                List.of("https://login.example"),
                                List.of()));
        gateway =
                new RealGateway(
                        scratch,
                        listener,
                        URI.create("http://127.0.0.1:1/mcp"),
                        late,
                        new Membership(
                                "w", new LocalSessionDirectory(), new NoReplicas("w"), false));
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        http.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private CompletableFuture<HttpResponse<String>> post(String body) {
        HttpRequest request =
                to("/mcp")
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    private CompletableFuture<Login.Known> nextLogin() throws InterruptedException {
        CompletableFuture<Login.Known> next = asked.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(to(path).build(), BodyHandlers.ofString());
    }

    @Test
    void whoTurnsOutToBeNobodyIsToldWhereTokensComeFrom() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = post("{}");
        nextLogin().complete(Bearer.invalid("this token is not valid"));

        assertThat(answer.get().statusCode()).isEqualTo(401);
        assertThat(answer.get().headers().firstValue("WWW-Authenticate"))
                .contains(
                        "Bearer error=\"invalid_token\", resource_metadata="
                            + "\"https://gate.example/.well-known/oauth-protected-resource/mcp\"");
    }

    @Test
    void aLoginThatFailsLetsNobodyIn() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = post("{}");
        nextLogin().completeExceptionally(new IllegalStateException("no issuer"));

        assertThat(answer.get().statusCode()).isEqualTo(503);
        assertThat(answer.get().headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.get().body()).doesNotContain("no issuer");
    }

    @Test
    void theWholeBodyIsThereOnceTheCallerIsKnown() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                post("[\"" + "a".repeat(LARGER_THAN_A_READ) + "\"]");
        nextLogin().complete(new Login.Accepted("ann", true));

        // Read as far as its end: only then it is known to be no message.
        assertThat(answer.get().statusCode()).isEqualTo(400);
        assertThat(answer.get().body()).contains("-32600");
    }

    @Test
    void othersAreServedMeanwhile() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting = post("{}");
        CompletableFuture<Login.Known> login = nextLogin();

        assertThat(get("/health").statusCode()).isEqualTo(200);
        HttpResponse<String> metadata = get("/.well-known/oauth-protected-resource/mcp");
        assertThat(metadata.statusCode()).isEqualTo(200);
        assertThat(metadata.body()).contains("\"resource\":\"https://gate.example/mcp\"");
        assertThat(waiting).isNotDone();
        login.complete(Bearer.missing("a token is needed"));
        assertThat(waiting.get().statusCode()).isEqualTo(401);
    }

    @Test
    void aClientThatLeftMeanwhileLeavesNothingBehind() throws Exception {
        CompletableFuture<Login.Known> login;
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            String request =
                    """
                    POST /mcp HTTP/1.1
                    Host: localhost
                    Content-Type: application/json
                    Accept: application/json, text/event-stream
                    Content-Length: 1000

                    [\
                    """
                            .replace("\n", "\r\n");
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            client.setSoLinger(true, 0);
            login = nextLogin();
        }
        login.complete(new Login.Accepted("ann", true));

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(gateway.sessions()).isZero();
        assertThat(gateway.drain()).isZero();
    }
}
