package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code serve} makes of its connections to the server, and of what comes over them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeServerConnectionsIT {
    private static final String TYPED = "Content-Type: application/json\r\n";
    private static final int TOO_LONG = 17 << 10;

    @TempDir private static Path directory = Path.of("");
    private static @Nullable Scene opened;

    @BeforeAll
    static void open() throws Exception {
        opened = Scene.open(directory, "");
    }

    @AfterAll
    static void close() throws IOException {
        scene().close();
    }

    private static Scene scene() {
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    /** Answers a call, over one connection or the other. */
    private interface Tool {
        void answer(Received request, Reply reply) throws IOException;
    }

    /** Says what a tool does; gives the connections its calls come over, one for each call. */
    private static List<Reply> connections(String name, Tool tool) {
        List<Reply> connections = new CopyOnWriteArrayList<>();
        scene().server()
                .tool(
                        name,
                        (request, reply) -> {
                            connections.add(reply);
                            tool.answer(request, reply);
                        });
        return connections;
    }

    /** Calls tools one after the other, all from one event loop; gives what is answered. */
    private static List<String> called(String... tools) throws IOException {
        Caller caller = scene().caller().inSession();
        List<String> answers = new ArrayList<>();
        try (WireClient wire = new WireClient(scene().serve().at("/"))) {
            for (String tool : tools) {
                wire.send(caller.posted(Caller.call(answers.size() + 1, tool)));
                answers.add(wire.answer().body());
            }
        }
        return answers;
    }

    /** An answer in one piece. */
    private static String whole(String body) {
        return "HTTP/1.1 200 OK\r\n"
                + TYPED
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    @Test
    void connectionIsKeptForTheNextCall() throws IOException {
        List<Reply> connections =
                connections(
                        "keeps", (request, reply) -> reply.json(McpServer.result(request, "x")));

        assertThat(called("keeps", "keeps")).allMatch(answer -> answer.contains("\"result\""));
        assertThat(connections).hasSize(2);
        assertThat(connections.getLast()).isSameAs(connections.getFirst());
    }

    @Test
    void connectionThatTheServerWantsClosedCarriesNoOtherCall() throws IOException {
        List<Reply> connections =
                connections(
                        "closes",
                        (request, reply) ->
                                reply.json(McpServer.result(request, "x"), "Connection: close"));

        assertThat(called("closes", "closes")).allMatch(answer -> answer.contains("\"result\""));
        assertThat(connections).hasSize(2);
        assertThat(connections.getLast()).isNotSameAs(connections.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
    void answerThatEndsWithItsConnectionIsWhole(String version) throws IOException {
        connections(
                "ends",
                (request, reply) -> {
                    reply.raw(version + " 200 OK\r\n" + TYPED + "\r\n");
                    reply.raw(McpServer.result(request, "to the end"));
                    reply.cut();
                });

        List<String> answers = called("ends", "good");

        assertThat(answers.getFirst()).contains("to the end");
        assertThat(answers.getLast()).contains("\"result\"");
    }

    @Test
    void interimAnswersArePassedOver() throws IOException {
        List<Reply> connections =
                connections(
                        "interim",
                        (request, reply) -> {
                            reply.raw("HTTP/1.1 100 Continue\r\n\r\n");
                            reply.raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                            reply.json(McpServer.result(request, "at last"));
                        });

        assertThat(called("interim", "interim")).allMatch(answer -> answer.contains("at last"));
        assertThat(connections.getLast()).isSameAs(connections.getFirst());
    }

    @Test
    void answerNobodyAskedForIsNotThatOfACallThatWaits() throws IOException {
        connections(
                "two-answers",
                (request, reply) -> {
                    String asked = McpServer.result(request, "first");
                    String forged = asked.replace("\"id\":1,", "\"id\":2,");
                    reply.raw(whole(asked) + whole(forged.replace("first", "forged")));
                });
        Caller caller = scene().caller().inSession();
        String first = caller.posted(Caller.call(1, "two-answers"));
        try (WireClient wire = new WireClient(scene().serve().at("/"))) {
            wire.send(first + caller.posted(Caller.call(2, "honest")));

            assertThat(wire.answer().body()).contains("\"id\":1,", "first");
            assertThat(wire.answer().body()).contains("\"id\":2,", "honest");
        }
    }

    /** What a server sends in the place of an answer, before the answer. */
    private enum Wrong {
        HEAD_TOO_LONG("HTTP/1.1 200 OK\r\nX-Long: " + "a".repeat(TOO_LONG) + "\r\n"),
        LINE_TOO_LONG("HTTP/1.1 200 " + "a".repeat(TOO_LONG) + "\r\n"),
        NO_STATUS("HTTP/1.1 fine\r\n"),
        NO_VERSION("200 OK\r\n"),
        OTHER_PROTOCOL("RTSP/1.0 200 OK\r\n"),
        LATER_VERSION("HTTP/2.0 200 OK\r\n"),
        SWITCHED("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n"),
        SWITCHED_UNASKED("HTTP/1.1 101 Switching Protocols\r\n");

        private final String start;

        Wrong(String start) {
            this.start = start;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoAnswerIsAnErrorAndItsConnectionCarriesNoOtherCall(Wrong wrong) throws IOException {
        String tool = "wrong-" + wrong;
        List<Reply> connections =
                connections(
                        tool,
                        (request, reply) -> {
                            String body = McpServer.result(request, "none");
                            String rest = whole(body).substring(whole("").indexOf(TYPED));
                            reply.raw(wrong.start + rest);
                        });
        List<Reply> next =
                connections(
                        "next", (request, reply) -> reply.json(McpServer.result(request, "fine")));

        List<String> answers = called(tool, "next");

        assertThat(answers.getFirst())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,");
        assertThat(answers.getLast()).contains("fine");
        assertThat(next.getFirst()).isNotSameAs(connections.getFirst());
    }

    @Test
    void largeCallAndLargeAnswerInSmallChunksArriveWhole() throws IOException {
        String piece = "0123456789".repeat(50);
        int pieces = 2_000;
        connections(
                "large",
                (request, reply) -> {
                    String[] around = McpServer.result(request, "|").split("\\|", 2);
                    reply.raw("HTTP/1.1 200 OK\r\n" + TYPED + "Transfer-Encoding: chunked\r\n\r\n");
                    reply.chunk(around[0]);
                    for (int sent = 0; sent < pieces; sent++) {
                        reply.chunk(piece);
                    }
                    reply.chunk(around[1]);
                    reply.end();
                });
        String argument = "{\"text\":\"" + "b".repeat(200_000) + "\"}";

        String answer = scene().caller().inSession().post(Caller.call(1, "large", argument)).body();

        assertThat(scene().server().calls("large").getFirst().body()).contains(argument);
        assertThat(answer).contains("\"" + piece.repeat(pieces) + "\"").endsWith("}");
    }

    private static String overTls(Path own, String name, boolean trusted) throws Exception {
        Certificate certificate = Certificate.made(own, name);
        McpServer server = new McpServer(certificate.sockets());
        Map<String, String> variables = trusted ? certificate.trusted() : Map.of();
        try (Scene scene = Scene.open(own, server, "", variables)) {
            return scene.caller().post(Caller.INITIALIZE).body();
        }
    }

    @Test
    void serverWhoseCertificateIsTrustedIsReached(@TempDir Path own) throws Exception {
        assertThat(overTls(own, "ip:127.0.0.1", true)).contains("\"result\"");
    }

    @Test
    void serverWhoseCertificateIsNotTrustedIsNotReached(@TempDir Path own) throws Exception {
        assertThat(overTls(own, "ip:127.0.0.1", false))
                .contains("\"code\":-32603", "the server cannot be reached");
    }

    @Test
    void serverWhoseCertificateIsForAnotherNameIsNotReached(@TempDir Path own) throws Exception {
        assertThat(overTls(own, "dns:other.example", true))
                .contains("\"code\":-32603", "the server cannot be reached");
    }
}
