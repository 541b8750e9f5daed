package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.e2e.Eventually;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Head;
import io.agentgate.testkit.http.WireClient;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code serve} makes of the connections of its clients, and of what comes over them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeClientConnectionsIT {
    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String OK = "{\"status\":\"ok\"}";
    private static final int TOO_MUCH = 300_000;

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

    private static WireClient connect() throws IOException {
        return new WireClient(scene().serve().at("/"));
    }

    private static String posted(int id, String tool) throws IOException {
        return scene().caller().inSession().posted(Caller.call(id, tool));
    }

    private static String old(String request) {
        return request.replaceFirst(" HTTP/1.1\r\n", " HTTP/1.0\r\n");
    }

    private static String with(String request, String header) {
        return request.replaceFirst("\r\n", "\r\n" + header + "\r\n");
    }

    /** Lets the calls of a tool wait at the server for a moment that the test chooses. */
    private static CountDownLatch held(String tool) {
        CountDownLatch over = new CountDownLatch(1);
        scene().server()
                .tool(
                        tool,
                        (request, reply) -> {
                            over.await();
                            reply.json(McpServer.result(request, tool));
                        });
        return over;
    }

    private static void awaitCall(String tool) {
        Eventually.holds("the call arrives", () -> scene().server().calls(tool).size() == 1);
    }

    @Test
    void requestsSentAtOnceAreAnsweredInTheirOrderHoweverLongTheyTake() throws IOException {
        CountDownLatch over = held("slow");
        try (WireClient wire = connect()) {
            wire.send(
                    HEALTH
                            + posted(1, "slow")
                            + HEALTH
                            + posted(2, "quick")
                            + posted(3, "slow")
                            + HEALTH);
            assertThat(wire.answer().body()).isEqualTo(OK);
            awaitCall("slow");
            over.countDown();

            assertThat(wire.answer().body()).contains("\"id\":1,", "slow");
            assertThat(wire.answer().body()).isEqualTo(OK);
            assertThat(wire.answer().body()).contains("\"id\":2,", "quick");
            assertThat(wire.answer().body()).contains("\"id\":3,", "slow");
            assertThat(wire.answer().body()).isEqualTo(OK);
        }
    }

    @Test
    void manyRequestsSentAtOnceAreAllAnswered() throws IOException {
        int many = 500;
        try (WireClient wire = connect()) {
            wire.send(HEALTH.repeat(many));

            for (int answered = 0; answered < many; answered++) {
                assertThat(wire.answer().body()).isEqualTo(OK);
            }
        }
    }

    @Test
    void clientOfOldHttpIsAnsweredAndItsConnectionEnds() throws IOException {
        String request = old(posted(1, "old"));
        try (WireClient wire = connect()) {
            Answer answer = wire.send(request).answer();

            assertThat(answer.body()).contains("\"result\"");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThatThrownBy(wire::head).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void clientOfOldHttpMayKeepItsConnection() throws IOException {
        String request = with(old(posted(1, "old")), "Connection: keep-alive");
        try (WireClient wire = connect()) {
            Answer answer = wire.send(request).answer();

            assertThat(answer.header("Connection")).isEqualTo("keep-alive");
            assertThat(wire.send(request).answer().body()).contains("\"result\"");
        }
    }

    @Test
    void clientOfOldHttpGetsAStreamThatEndsWithItsConnection() throws IOException {
        scene().server()
                .tool(
                        "streams",
                        (request, reply) -> {
                            reply.stream();
                            reply.event(McpServer.result(request, "streamed"));
                            reply.end();
                        });
        String request = with(old(posted(1, "streams")), "Connection: keep-alive");
        try (WireClient wire = connect()) {
            Head head = wire.send(request).head();

            assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(head.header("Transfer-Encoding")).isNull();
            assertThat(head.header("Connection")).isEqualTo("close");
            assertThat(wire.message()).contains("streamed");
            assertThat(wire.message()).isNull();
        }
    }

    @Test
    void headIsAnsweredAsGetButForTheBody() throws IOException {
        try (WireClient wire = connect()) {
            Head head = wire.send(HEALTH.replace("GET", "HEAD") + HEALTH).head();
            Answer answer = wire.answer();

            assertThat(answer.body()).isEqualTo(OK);
            assertThat(answer.head()).isEqualTo(head);
            assertThat(head.header("Content-Length")).isEqualTo("" + OK.length());
        }
    }

    @Test
    void targetMayBeAWholeAddress() throws IOException {
        String address = "POST " + scene().serve().at("/mcp") + " HTTP/1.1";
        String request = posted(1, "whole").replace("POST /mcp HTTP/1.1", address);

        assertThat(request).startsWith(address);
        assertThat(scene().caller().send(request).body()).contains("\"result\"");
    }

    /** The beginning of what is turned away, and how. */
    private enum Wrong {
        LATER_VERSION(505, "GET /health HTTP/2.0\r\nHost: localhost\r\n\r\n"),
        OTHER_PROTOCOL(400, "GET /health RTSP/1.0\r\nHost: localhost\r\n\r\n"),
        NO_HTTP(400, "hello\r\n\r\n"),
        TARGET_TOO_LONG(414, "GET /" + "a".repeat(5_000)),
        HEAD_TOO_LONG(431, HEALTH.strip() + "\r\nX-Long: " + "a".repeat(17_000)),
        BROKEN_CHUNK(
                400,
                String.join(
                        "\r\n",
                        "POST /mcp HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Accept: */*",
                        "Transfer-Encoding: chunked",
                        "",
                        "5",
                        "{\"a\":",
                        "xyz",
                        ""));

        private final int status;
        private final String start;

        Wrong(int status, String start) {
            this.status = status;
            this.start = start;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoSendsNoRequestIsToldSoHoweverMuchItSends(Wrong wrong) throws IOException {
        try (WireClient wire = connect()) {
            Answer answer = wire.send(wrong.start + "a".repeat(TOO_MUCH)).answer();

            assertThat(answer.status()).isEqualTo(wrong.status);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThatThrownBy(wire::head).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void callOfAClientThatLeftGoesOn() throws IOException {
        CountDownLatch over = held("left-alone");
        try (WireClient wire = connect()) {
            wire.send(posted(1, "left-alone"));
            awaitCall("left-alone");
        }
        over.countDown();

        scene().awaitRecorded("left-alone", "allowed");
    }

    @Test
    void callOfAClientThatLeftWithMoreToAskGoesOn() throws IOException {
        CountDownLatch over = held("left-behind");
        try (WireClient wire = connect()) {
            wire.send(posted(1, "left-behind") + HEALTH.repeat(100));
            awaitCall("left-behind");
        }
        over.countDown();

        scene().awaitRecorded("left-behind", "allowed");
    }

    @Test
    void connectionEndsWhenTheClientSaysSo() throws IOException {
        try (WireClient wire = connect()) {
            Answer answer = wire.send(with(HEALTH, "Connection: close") + HEALTH).answer();

            assertThat(answer.body()).isEqualTo(OK);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThatThrownBy(wire::head).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void whoSendsMoreThanItsLastRequestIsAnsweredAllTheSame() throws IOException {
        CountDownLatch over = held("last");
        try (WireClient wire = connect()) {
            wire.send(with(posted(1, "last"), "Connection: close") + HEALTH.repeat(5_000));
            awaitCall("last");
            over.countDown();

            assertThat(wire.answer().body()).contains("\"result\"");
            assertThatThrownBy(wire::head).isInstanceOf(EOFException.class);
        }
    }
}
