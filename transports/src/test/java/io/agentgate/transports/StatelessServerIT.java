package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.link.LinkException;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of the handshake era before a server of Streamable HTTP that knows the stateless one. */
@Timeout(60)
class StatelessServerIT {
    private static final String ALONE = "/servers/web/mcp";
    private static final String AMONG_OTHERS = "/mcp";
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{"elicitation":{}},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    private static final String DISCOVERED =
            """
            {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":\
            {"tools":{"listChanged":true},"resources":{"subscribe":true}},"ttlMs":0,\
            "cacheScope":"private","_meta":{"io.modelcontextprotocol/serverInfo":\
            {"name":"modern","version":"7"}}}\
            """;

    private final ScriptedLinks others = new ScriptedLinks("2025-11-25");
    private final CountDownLatch change = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile Refusal refusal = Refusal.WITH_ERROR;
    private volatile boolean stateless = true;
    private volatile boolean handshake;
    private WireServer server;
    private RealGateway gateway;

    /** How a server refuses to begin a session. */
    private enum Refusal {
        WITH_ERROR(400, error(-32022)),
        WITH_OTHER_ERROR(200, error(-32601)),
        NOT_FOUND_WITH_ERROR(404, error(-32601)),
        WITH_WORDS(400, ""),
        NOT_FOUND(404, ""),
        NOT_ALLOWED(405, "");

        private final int status;
        private final String body;

        Refusal(int status, String body) {
            this.status = status;
            this.body = body;
        }

        private static String error(int code) {
            return "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":%d,\"message\":\"no\"}}"
                    .formatted(code);
        }
    }

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        server = new WireServer(this::handle);
        others.refuse(new LinkException("away", null));
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(
                                new ServerSettings.OverHttp(
                                        new UpstreamSettings(server.at("/mcp"), "web", List.of())),
                                new ServerSettings.OverLinks("other", others)),
                        Authentication.NONE,
                        new SharedMemory().member("alone"),
                        2);
    }

    @AfterEach
    void stop() throws IOException {
        change.countDown();
        gateway.close();
        server.close();
    }

    private void handle(Received request, Reply reply) throws IOException, InterruptedException {
        String method = request.header("Mcp-Method");
        if (handshake) {
            shake(request, reply);
        } else if (method == null) {
            String id = request.body().isEmpty() ? "" : ScriptedLinks.Link.id(request.body());
            String type = refusal.body.isEmpty() ? "text/plain" : "application/json";
            reply.answer(refusal.status, refusal.body.replace("ID", id), "Content-Type: " + type);
        } else if (method.equals("server/discover") && stateless) {
            reply.json(result(request, DISCOVERED));
        } else if (method.equals("server/discover")) {
            reply.answer(404, "");
        } else if (method.equals("subscriptions/listen")) {
            listened(request, reply);
        } else if (method.equals("tools/call")) {
            called(request, reply);
        } else {
            reply.json(result(request, "{\"resultType\":\"complete\",\"tools\":[],\"ttlMs\":1}"));
        }
    }

    /** As servers do that know sessions only. */
    private static void shake(Received request, Reply reply) throws IOException {
        if (request.header("Mcp-Method") != null) {
            reply.answer(
                    400,
                    Refusal.error(-32000).replace("ID", "null"),
                    "Content-Type: application/json");
        } else if (request.body().contains("\"initialize\"")) {
            reply.json(
                    result(request, "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}"),
                    "Mcp-Session-Id: up");
        } else {
            reply.json(result(request, "{\"content\":[\"in a session\"]}"));
        }
    }

    private void listened(Received request, Reply reply) throws IOException, InterruptedException {
        String of =
                "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                        + ScriptedLinks.Link.id(request.body())
                        + "}";
        reply.stream();
        reply.event(
                notification(
                        "subscriptions/acknowledged",
                        "\"notifications\":{\"toolsListChanged\":true},".concat(of)));
        change.await();
        reply.event(notification("tools/list_changed", of));
    }

    private void called(Received request, Reply reply) throws IOException {
        switch (Objects.requireNonNull(request.header("Mcp-Name"))) {
            case "ask" -> {
                reply.stream();
                reply.event(notification("progress", "\"progressToken\":\"t\",\"progress\":1"));
                reply.event(
                        result(
                                request,
                                request.body().contains("\"requestState\":\"s1\"")
                                        ? "{\"resultType\":\"complete\",\"content\":[]}"
                                        : "{\"resultType\":\"input_required\",\"inputRequests\":"
                                                + "{\"who\":{\"method\":\"elicitation/create\","
                                                + "\"params\":{\"message\":\"Who?\"}}},"
                                                + "\"requestState\":\"s1\"}"));
                reply.end();
            }
            case "hang" -> {
                reply.stream();
                reply.event(notification("progress", "\"progressToken\":\"t\",\"progress\":1"));
                reply.awaitLeft();
                left.countDown();
            }
            case "gone" ->
                    reply.answer(
                            404,
                            Refusal.NOT_FOUND_WITH_ERROR.body.replace(
                                    "ID", ScriptedLinks.Link.id(request.body())),
                            "Content-Type: application/json");
            default ->
                    reply.json(result(request, "{\"resultType\":\"complete\",\"content\":[{}]}"));
        }
    }

    private static String notification(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/%s\",\"params\":{%s}}"
                .formatted(method, params);
    }

    private static String result(Received request, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + ScriptedLinks.Link.id(request.body())
                + ",\"result\":"
                + result
                + "}";
    }

    private static String call(int id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"_meta\":{\"progressToken\":\"t\"}}}"
                .formatted(id, tool);
    }

    private static String post(String path, @Nullable String session, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n"
                + (session == null ? "" : "Mcp-Session-Id: " + session + "\r\n")
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private WireClient connect() throws IOException {
        return new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
    }

    private Answer say(String path, @Nullable String session, String body) throws IOException {
        try (WireClient client = connect()) {
            return client.send(post(path, session, body)).answer();
        }
    }

    /** A session that was begun. */
    private String begin(String path) throws IOException {
        Answer begun = say(path, null, INITIALIZE);
        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.body()).contains("\"protocolVersion\":\"2025-11-25\"");
        return Objects.requireNonNull(begun.header("Mcp-Session-Id"));
    }

    /** What the server got with this text in it. */
    private List<Received> got(String text) {
        return server.received().stream().filter(each -> each.body().contains(text)).toList();
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void sessionIsBegunHoweverTheServerRefuses(Refusal how) throws Exception {
        refusal = how;
        Answer begun = say(ALONE, null, INITIALIZE);
        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.body())
                .contains("\"id\":0")
                .contains("\"serverInfo\":{\"name\":\"modern\",\"version\":\"7\"}");

        String session = begun.header("Mcp-Session-Id");
        assertThat(say(ALONE, session, INITIALIZED).status()).isEqualTo(202);
        Answer called = say(ALONE, session, call(1, "echo"));
        assertThat(called.body())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{}]}}");
    }

    @Test
    void requestsGoAsThoseOfTheStatelessEraDo() throws Exception {
        String session = begin(ALONE);
        Answer _ = say(ALONE, session, call(1, "echo"));
        Received called = got("\"echo\"").getFirst();
        assertThat(called.header("MCP-Protocol-Version")).isEqualTo("2026-07-28");
        assertThat(called.header("Mcp-Name")).isEqualTo("echo");
        assertThat(called.header("Mcp-Session-Id")).isNull();
        assertThat(called.body())
                .contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"")
                .contains("\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}")
                .contains("\"progressToken\":\"t\"");
    }

    @Test
    void serverThatRefusedOnceIsNotAskedToBeginASessionAgain() throws Exception {
        begin(ALONE);
        int before = got("\"method\":\"initialize\"").size();
        begin(ALONE);
        begin(AMONG_OTHERS);
        assertThat(got("\"method\":\"initialize\"")).hasSize(before);
        // Once as it was, and once more before it was asked what it speaks.
        assertThat(before).isEqualTo(2);
    }

    @Test
    void serverOfNoEraIsHeardAsItIs() throws Exception {
        stateless = false;
        for (int i = 0; i < 2; i++) {
            Answer refused = say(ALONE, null, INITIALIZE);
            assertThat(refused.body()).contains("\"id\":0,\"error\":{\"code\":-32022");
            assertThat(refused.header("Mcp-Session-Id")).isNull();
        }
        assertThat(gateway.sessions()).isZero();
    }

    @Test
    void serverMayChangeItsEra() throws Exception {
        begin(ALONE);
        handshake = true;
        String session = begin(ALONE);
        assertThat(say(ALONE, session, call(1, "echo")).body()).contains("in a session");
        assertThat(begin(ALONE)).isNotEqualTo(session);
    }

    @Test
    void serverIsOneAmongOthers() throws Exception {
        String session = begin(AMONG_OTHERS);
        Answer called = say(AMONG_OTHERS, session, call(1, "web__echo"));
        assertThat(called.body()).contains("\"id\":1").contains("\"content\":[{}]");
        assertThat(got("\"echo\"").getFirst().header("Mcp-Name")).isEqualTo("echo");
    }

    @Test
    void clientIsAskedForInputOnTheStreamOfItsCall() throws Exception {
        String session = begin(ALONE);
        try (WireClient client = connect()) {
            client.send(post(ALONE, session, call(4, "ask"))).head();
            assertThat(client.message()).contains("notifications/progress");
            String asked = Objects.requireNonNull(client.message());
            assertThat(asked)
                    .contains("\"method\":\"elicitation/create\"")
                    .contains("\"params\":{\"message\":\"Who?\"}");
            Answer taken =
                    say(
                            ALONE,
                            session,
                            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"action\":\"decline\"}}"
                                    .formatted(ScriptedLinks.Link.id(asked)));
            assertThat(taken.status()).isEqualTo(202);
            assertThat(client.message()).contains("notifications/progress");
            assertThat(client.message())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"content\":[]}}");
        }
        assertThat(got("\"inputResponses\":{\"who\":{\"action\":\"decline\"}}")).hasSize(1);
    }

    @Test
    void changesAreToldOnTheStreamOfTheSession() throws Exception {
        String session = begin(ALONE);
        try (WireClient client = connect()) {
            client.send(
                            "GET "
                                    + ALONE
                                    + " HTTP/1.1\r\n"
                                    + "Host: localhost\r\n"
                                    + "Accept: text/event-stream\r\n"
                                    + "Mcp-Session-Id: "
                                    + session
                                    + "\r\n\r\n")
                    .head();
            assertThat(say(ALONE, session, INITIALIZED).status()).isEqualTo(202);
            change.countDown();
            assertThat(client.message())
                    .isEqualTo(notification("tools/list_changed", "\"_meta\":{}"));
        }
    }

    @Test
    void cancellationClosesTheStreamOfTheRequest() throws Exception {
        String session = begin(ALONE);
        try (WireClient client = connect()) {
            client.send(post(ALONE, session, call(4, "hang"))).head();
            assertThat(client.message()).contains("notifications/progress");
            String cancel = notification("cancelled", "\"requestId\":4");
            assertThat(say(ALONE, session, cancel).status()).isEqualTo(202);
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(got("notifications/cancelled")).isEmpty();
        assertThat(say(ALONE, session, call(5, "echo")).body()).contains("\"content\":[{}]");
    }

    @Test
    void statusOfOneAnswerDoesNotEndTheSession() throws Exception {
        String session = begin(ALONE);
        assertThat(say(ALONE, session, call(4, "gone")).body())
                .contains("\"id\":4,\"error\":{\"code\":-32601");
        assertThat(say(ALONE, session, call(5, "echo")).body()).contains("\"content\":[{}]");
    }
}
