package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.Login;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways that serve the same sessions of one server. */
class SharedSessionsIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}\
            """;
    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask","arguments":{}}}\
            """;
    private static final String ANSWER =
            """
            {"jsonrpc":"2.0","id":7,"result":{"action":"accept"}}\
            """;
    private static final String CANCEL =
            """
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}\
            """;
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":{}}";

    private final SharedMemory memory = new SharedMemory();
    private final HttpClient http = HttpClient.newHttpClient();

    /** What the server was told that is no request. */
    private final CompletableFuture<String> told = new CompletableFuture<>();

    private WireServer server;
    private RealGateway first;
    private RealGateway second;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        server = new WireServer(this::serve);
        first = gateway(scratch, "first");
        second = gateway(scratch, "second");
    }

    private RealGateway gateway(Path scratch, String name) throws Exception {
        return new RealGateway(
                scratch,
                new ListenerSettings("127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                server.at("/mcp"),
                byName(),
                memory.member(name));
    }

    /** Everybody is who they say. */
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

    /** Answers a call once it was told how its question was answered. */
    private void serve(Received request, Reply reply) throws IOException, InterruptedException {
        String body = request.body();
        if (request.method().equals("DELETE")) {
            reply.answer(200, "");
        } else if (body.contains("initialize")) {
            reply.json(RESULT.formatted(0), "Mcp-Session-Id: up-1");
        } else if (body.contains("tools/call")) {
            reply.stream();
            reply.event("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"elicitation/create\"}");
            told.join();
            reply.event(RESULT.formatted(1));
            reply.end();
        } else if (body.contains("\"method\":\"ping\"")) {
            reply.json(RESULT.formatted(2));
        } else {
            told.complete(body);
            reply.answer(202, "");
        }
    }

    @AfterEach
    void stop() throws Exception {
        told.complete("over");
        first.close();
        second.close();
        server.close();
        http.close();
    }

    private static HttpRequest.Builder to(RealGateway gateway, String caller) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/mcp"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", caller)
                .header("Accept", "application/json, text/event-stream");
    }

    private static HttpRequest message(RealGateway gateway, String session, String message) {
        return to(gateway, "ann")
                .header("Content-Type", "application/json")
                .header("Mcp-Session-Id", session)
                .POST(BodyPublishers.ofString(message))
                .build();
    }

    private HttpResponse<String> post(RealGateway gateway, String session, String message)
            throws IOException, InterruptedException {
        return http.send(message(gateway, session, message), BodyHandlers.ofString());
    }

    private String begin(RealGateway gateway) throws IOException, InterruptedException {
        HttpRequest request =
                to(gateway, "ann")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(INITIALIZE))
                        .build();
        return http.send(request, BodyHandlers.ofString())
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private static String ping() {
        return "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";
    }

    /** The messages of a stream, as they come. */
    private Iterator<String> stream(RealGateway gateway, String session)
            throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response =
                http.send(message(gateway, session, CALL), BodyHandlers.ofLines());
        return response.body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .iterator();
    }

    @Test
    void sessionThatBeganAtOneGoesOnAtTheOtherWithTheServersSession() throws Exception {
        String session = begin(first);

        assertThat(post(second, session, ping()).body()).isEqualTo(RESULT.formatted(2));
        assertThat(server.received().getLast().header("Mcp-Session-Id")).isEqualTo("up-1");
        assertThat(second.sessions()).isEqualTo(1);
    }

    @Test
    void sessionIsNobodyElsesAtTheOtherEither() throws Exception {
        String session = begin(first);
        HttpRequest stolen =
                to(second, "eve")
                        .header("Content-Type", "application/json")
                        .header("Mcp-Session-Id", session)
                        .POST(BodyPublishers.ofString(ping()))
                        .build();

        assertThat(http.send(stolen, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
        assertThat(second.sessions()).isZero();
        assertThat(post(second, session, ping()).statusCode()).isEqualTo(200);
    }

    @Test
    void answerToldTheOtherReachesTheCallThatAsked() throws Exception {
        String session = begin(first);
        Iterator<String> events = stream(first, session);
        assertThat(events.next()).contains("elicitation/create");

        assertThat(post(second, session, ANSWER).statusCode()).isEqualTo(202);
        assertThat(told.get(20, TimeUnit.SECONDS)).isEqualTo(ANSWER);
        assertThat(events.next()).isEqualTo(RESULT.formatted(1));
    }

    @Test
    void cancellationToldTheOtherReachesTheCall() throws Exception {
        String session = begin(first);
        Iterator<String> events = stream(first, session);
        assertThat(events.next()).contains("elicitation/create");

        assertThat(post(second, session, CANCEL).statusCode()).isEqualTo(202);
        assertThat(told.get(20, TimeUnit.SECONDS)).isEqualTo(CANCEL);
        // What was given up is not waited for any more: the server's late answer is dropped.
        assertThat(events.hasNext()).isFalse();
    }

    @Test
    void answerThatNobodyWaitsForIsTurnedDown() throws Exception {
        String session = begin(first);

        assertThat(post(second, session, ANSWER).statusCode()).isEqualTo(400);
        assertThat(told).isNotDone();
    }

    @Test
    void sessionEndedAtOneHasEndedAtTheOther() throws Exception {
        String session = begin(first);
        assertThat(post(second, session, ping()).statusCode()).isEqualTo(200);
        HttpRequest delete = to(second, "ann").header("Mcp-Session-Id", session).DELETE().build();

        assertThat(http.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(post(first, session, ping()).statusCode()).isEqualTo(404);
        assertThat(first.sessions()).isZero();
    }

    @Test
    void nobodyIsTurnedAwayForGoodWhileTheDirectoryIsOutOfReach() throws Exception {
        String known = begin(first);
        memory.loseSight();

        HttpResponse<String> elsewhere = post(second, known, ping());
        assertThat(elsewhere.statusCode()).isEqualTo(503);
        assertThat(elsewhere.headers().firstValue("Retry-After")).contains("1");
        assertThat(post(first, known, ping()).statusCode()).isEqualTo(200);
        // A session that begins now lives where it began.
        assertThat(post(first, begin(first), ping()).statusCode()).isEqualTo(200);
    }

    @Test
    void oneThatEndsLeavesTheSessionsToTheOther() throws Exception {
        String session = begin(first);

        assertThat(first.drain()).isZero();
        assertThat(post(second, session, ping()).statusCode()).isEqualTo(200);
    }
}
