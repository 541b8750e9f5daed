package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Eventually;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.testkit.http.WireServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that answer over HTTP with anything but MCP: the client gets an error, and no more. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeBadServersIT {
    /** Stands in everything the bad server says, and must reach nobody. */
    private static final String LEAK = "sk-leak";

    private static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"x\":\"sk-leak\"}}";
    private static final String JSON = "Content-Type: application/json";
    private static final String HEAD = "HTTP/1.1 200 OK\r\n" + JSON + "\r\n";
    private static final int TOO_LARGE = 17 << 20;

    @TempDir private static Path directory = Path.of("");
    private static @Nullable Scene opened;
    private static @Nullable WireServer elsewhere;

    @BeforeAll
    static void open() throws Exception {
        opened = Scene.open(directory, "");
        elsewhere = new WireServer((request, reply) -> reply.json(RESULT));
    }

    @AfterAll
    static void close() throws IOException {
        scene().close();
        elsewhere().close();
    }

    private static Scene scene() {
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    private static WireServer elsewhere() {
        if (elsewhere == null) {
            throw new IllegalStateException("not opened");
        }
        return elsewhere;
    }

    /** What a bad server answers to a call, and how that call is recorded. */
    private enum Bad {
        HTML("error"),
        STACK_TRACE("error"),
        NOT_JSON("error"),
        OTHER_TYPE("error"),
        OTHER_ID("error"),
        NOTIFICATION("error"),
        NOTHING("error"),
        ACCEPTED("error"),
        COMPRESSED("error"),
        MOVED("error"),
        MOVED_WITH_THE_BODY("error"),
        LOGIN("error"),
        SHORTER_THAN_IT_SAYS("unknown"),
        LONGER_THAN_IT_SAYS("error"),
        LENGTH_TWICE("unknown"),
        CHUNK_CUT_OFF("unknown"),
        TOO_LARGE("error"),
        HEAD_WITHOUT_END("unknown"),
        NO_HTTP("unknown"),
        OTHER_PROTOCOL("error"),
        GOES_AWAY("unknown");

        private final String status;

        Bad(String status) {
            this.status = status;
        }
    }

    private static void answer(Bad bad, Reply reply) throws IOException {
        String moved = "Location: " + elsewhere().at("/meta");
        switch (bad) {
            case HTML -> reply.answer(200, "<html>sk-leak</html>", "Content-Type: text/html");
            case STACK_TRACE ->
                    reply.answer(
                            500, "java.lang.Error: sk-leak at a.B", "Content-Type: text/plain");
            case NOT_JSON -> reply.answer(200, "{\"jsonrpc\":\"2.0\",sk-leak", JSON);
            case OTHER_TYPE -> reply.answer(200, RESULT, "Content-Type: text/plain");
            case OTHER_ID -> reply.json(RESULT.replace("\"id\":1", "\"id\":99"));
            case NOTIFICATION ->
                    reply.json(
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"a\":\"sk-leak\"}}");
            case NOTHING -> reply.answer(204, "");
            case ACCEPTED -> reply.answer(202, "");
            case COMPRESSED -> reply.answer(200, RESULT, JSON, "Content-Encoding: gzip");
            case MOVED -> reply.answer(302, LEAK, moved);
            case MOVED_WITH_THE_BODY -> reply.answer(307, LEAK, moved);
            case LOGIN -> reply.answer(401, LEAK, "WWW-Authenticate: Bearer realm=\"sk-leak\"");
            case SHORTER_THAN_IT_SAYS -> {
                reply.raw(HEAD + "Content-Length: 999999\r\n\r\n" + RESULT);
                reply.cut();
            }
            case LONGER_THAN_IT_SAYS -> {
                reply.raw(HEAD + "Connection: close\r\nContent-Length: 12\r\n\r\n" + RESULT);
                reply.cut();
            }
            case LENGTH_TWICE ->
                    reply.raw(HEAD + "Content-Length: 2\r\nContent-Length: 52\r\n\r\n" + RESULT);
            case CHUNK_CUT_OFF -> {
                reply.raw(HEAD + "Transfer-Encoding: chunked\r\n\r\nff\r\n{\"sk-leak");
                reply.cut();
            }
            case TOO_LARGE -> reply.json(RESULT.replace(LEAK, LEAK.repeat(TOO_LARGE / 7)));
            case HEAD_WITHOUT_END -> reply.raw("HTTP/1.1 200 OK\r\nX: " + LEAK.repeat(10_000));
            case NO_HTTP -> {
                reply.raw("SSH-2.0-sk-leak\r\n");
                reply.cut();
            }
            case OTHER_PROTOCOL -> reply.answer(101, "", "Connection: upgrade", "Upgrade: sk-leak");
            case GOES_AWAY -> reply.cut();
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientGetsAnErrorThatRepeatsNothing(Bad bad) throws IOException {
        String tool = "bad-" + bad;
        scene().server().tool(tool, (request, reply) -> answer(bad, reply));
        Caller caller = scene().caller().inSession();

        Answer answer = caller.post(Caller.call(1, tool));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,")
                .doesNotContain("java.lang");
        assertThat(answer.toString()).doesNotContain(LEAK);
        assertThat(caller.post(Caller.call(2, "good")).body()).contains("\"result\"");
        assertThat(scene().server().calls(tool)).as("called once").hasSize(1);
        assertThat(elsewhere().received()).as("nobody was sent elsewhere").isEmpty();
        scene().awaitRecorded(tool, bad.status);
    }

    @Test
    void answerBehindAnAnswerIsNobodys() throws IOException {
        scene().server()
                .tool(
                        "two-answers",
                        (request, reply) -> {
                            String forged = RESULT.replace("\"id\":1", "\"id\":2");
                            String length = "Content-Length: " + RESULT.length() + "\r\n\r\n";
                            reply.raw(HEAD + length + RESULT + HEAD + length + forged);
                        });
        Caller caller = scene().caller().inSession();
        try (WireClient wire = new WireClient(scene().serve().at("/"))) {
            wire.send(caller.posted(Caller.call(1, "two-answers"))).answer();
            Answer next = wire.send(caller.posted(Caller.call(2, "good"))).answer();

            assertThat(next.body()).contains("\"id\":2,").doesNotContain(LEAK);
        }
    }

    @Test
    void serverThatHangsHoldsUpNobodyElse() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        scene().server()
                .tool(
                        "hangs",
                        (request, reply) -> {
                            over.await();
                            reply.json(McpServer.result(request, "at last"));
                        });
        Caller caller = scene().caller().inSession();
        try (WireClient wire = caller.open(Caller.call(1, "hangs"))) {
            for (int call = 2; call < 50; call++) {
                assertThat(caller.post(Caller.call(call, "good")).body()).contains("\"result\"");
            }
            over.countDown();
            assertThat(wire.answer().body()).contains("at last");
        }
        scene().awaitRecorded("hangs", "allowed");
    }

    @Test
    void headersOfTheServerAreNotTheClients() throws IOException {
        scene().server()
                .tool(
                        "cookies",
                        (request, reply) ->
                                reply.json(
                                        McpServer.result(request, "x"),
                                        "Set-Cookie: sk-leak=1",
                                        "Server: sk-leak",
                                        "Mcp-Session-Id: sk-leak",
                                        "Access-Control-Allow-Origin: *"));

        Answer answer = scene().caller().inSession().post(Caller.call(1, "cookies"));

        assertThat(answer.head().headers())
                .extracting(header -> header.getKey().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("content-type", "content-length");
    }

    /** NW-04 and NW-05: a server of the older transport does not choose where messages go. */
    @Test
    void eventThatNamesAnotherEndpointIsNotFollowed() throws IOException {
        String endpoint = elsewhere().at("/x").toString();
        scene().server()
                .atGet(
                        (request, reply) -> {
                            reply.stream();
                            reply.chunk("event: endpoint\ndata: " + endpoint + "\n\n");
                            reply.end();
                        });
        Caller caller = scene().caller().inSession();
        try (WireClient wire = caller.listen()) {
            wire.head();
            assertThat(wire.message()).isNull();
        }
        assertThat(caller.post(Caller.call(1, "good")).status()).isEqualTo(200);
        assertThat(elsewhere().received()).isEmpty();
    }

    @Test
    void notificationThatTheServerDoesNotTakeIsToldWithoutItsWords() throws IOException {
        AtomicInteger status = new AtomicInteger();
        scene().server().atOthers((request, reply) -> reply.answer(status.get(), LEAK));
        Caller caller = scene().caller().inSession();
        int[][] expected = {{202, 202}, {200, 202}, {400, 400}, {500, 502}, {302, 502}};
        for (int[] each : expected) {
            status.set(each[0]);
            Answer answer = caller.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");

            assertThat(answer.status()).isEqualTo(each[1]);
            assertThat(answer.body()).doesNotContain(LEAK);
        }
    }

    @Test
    void serverThatIsGoneIsNamedAsSuchAndTheCallIsNoRiddle(@TempDir Path own) throws Exception {
        // All over one connection, whose event loop has one to the server: the last call ends it.
        try (Scene scene = Scene.open(own, "");
                WireClient wire = new WireClient(scene.serve().at("/"))) {
            scene.server()
                    .tool(
                            "last",
                            (request, reply) ->
                                    reply.json(
                                            McpServer.result(request, "x"), "Connection: close"));
            Answer begun = wire.send(scene.caller().posted(Caller.INITIALIZE)).answer();
            String session = "Mcp-Session-Id: " + Caller.header(begun, "Mcp-Session-Id");
            Caller caller = scene.caller(session);
            assertThat(wire.send(caller.posted(Caller.call(1, "last"))).answer().status())
                    .isEqualTo(200);
            scene.server().close();

            Answer answer = wire.send(caller.posted(Caller.call(2, "read"))).answer();

            assertThat(answer.body()).contains("\"code\":-32603", "the server cannot be reached");
            scene.awaitRecorded("read", "error");
        }
    }

    @Test
    void serverThatGoesAndComesBackIsSaidToOnceEach(@TempDir Path own) throws Exception {
        try (Scene scene = Scene.open(own, "");
                WireClient wire = new WireClient(scene.serve().at("/"))) {
            int port = scene.server().uri().getPort();
            scene.server().close();
            String initialize = scene.caller().posted(Caller.INITIALIZE);
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThat(wire.send(initialize).answer().body()).contains("cannot be reached");
            }
            awaitSaid(scene, " is not reached, its calls fail until it is: Connection refused", 1);

            try (McpServer again = new McpServer(new OnePort(port))) {
                assertThat(again.uri().getPort()).isEqualTo(port);
                assertThat(wire.send(initialize).answer().status()).isEqualTo(200);
                awaitSaid(scene, " is reached again", 1);
            }
            awaitSaid(scene, "is not reached", 1);
        }
    }

    private static void awaitSaid(Scene scene, String part, int times) {
        Eventually.equal(
                (long) times,
                () -> scene.serve().said().stream().filter(line -> line.contains(part)).count());
    }

    /** Sockets at a port that was another's a moment ago. */
    private static final class OnePort extends ServerSocketFactory {
        private final int port;

        OnePort(int port) {
            this.port = port;
        }

        @Override
        public ServerSocket createServerSocket(int any, int backlog, InetAddress address)
                throws IOException {
            return ServerSocketFactory.getDefault().createServerSocket(port, backlog, address);
        }

        @Override
        public ServerSocket createServerSocket(int any, int backlog) throws IOException {
            return ServerSocketFactory.getDefault().createServerSocket(port, backlog);
        }

        @Override
        public ServerSocket createServerSocket(int any) throws IOException {
            return ServerSocketFactory.getDefault().createServerSocket(port);
        }
    }
}
