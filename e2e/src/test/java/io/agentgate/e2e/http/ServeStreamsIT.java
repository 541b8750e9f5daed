package io.agentgate.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Eventually;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams of events through the gateway: their order, their time, their end and their rest. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeStreamsIT {
    private static final String RULES =
            """
            [[rules]]
            id = "keys"
            tool = "*"
            action = "redact"
            pattern = 'sk-[a-z0-9]+'
            """;

    @TempDir private static Path directory = Path.of("");
    private static @Nullable Scene opened;

    @BeforeAll
    static void open() throws Exception {
        opened = Scene.open(directory, RULES);
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

    private static String progress(int number) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,\"progress\":%d,\"message\":\"sk-a%d\"}}"
                .formatted(number, number);
    }

    @Test
    void eventsComeOneByOneAndRedacted() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        scene().server()
                .tool(
                        "steps",
                        (request, reply) -> {
                            reply.stream();
                            reply.event(progress(1));
                            seen.await();
                            reply.event(progress(2));
                            reply.event(McpServer.result(request, "with sk-b1"));
                            reply.end();
                        });
        try (WireClient wire = scene().caller().inSession().open(Caller.call(1, "steps"))) {
            assertThat(wire.head().header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(wire.message()).contains("\"progress\":1", "[REDACTED]");
            seen.countDown();
            assertThat(wire.message()).contains("\"progress\":2").doesNotContain("sk-");
            assertThat(wire.message()).contains("with [REDACTED]");
            assertThat(wire.message()).isNull();
        }
        scene().awaitRecorded("steps", "allowed");
    }

    @Test
    void eventInPiecesOfAnySizeArrivesWhole() throws IOException {
        scene().server()
                .tool(
                        "pieces",
                        (request, reply) -> {
                            reply.stream();
                            String event =
                                    "id: e1\r\ndata: "
                                            + McpServer.result(request, "h\u00e9")
                                            + "\r\n\r\n";
                            for (String piece : event.split("(?<=\\G.{3})", -1)) {
                                if (!piece.isEmpty()) {
                                    reply.chunk(piece);
                                }
                            }
                            reply.end();
                        });
        try (WireClient wire = scene().caller().inSession().open(Caller.call(1, "pieces"))) {
            wire.head();
            assertThat(wire.event()).contains("id: e1", "\"id\":1,");
        }
    }

    @Test
    void requestOfTheServerIsAnsweredByAPostWhileTheStreamIsOpen() throws IOException {
        CountDownLatch answered = new CountDownLatch(1);
        scene().server()
                .atOthers(
                        (request, reply) -> {
                            reply.answer(202, "");
                            if (request.body().contains("\"sampled\"")) {
                                answered.countDown();
                            }
                        });
        scene().server()
                .tool(
                        "sampling",
                        (request, reply) -> {
                            reply.stream();
                            reply.event(
                                    "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"sampling/createMessage\",\"params\":{}}");
                            answered.await();
                            reply.event(McpServer.result(request, "done"));
                            reply.end();
                        });
        Caller caller = scene().caller().inSession();
        try (WireClient wire = caller.open(Caller.call(1, "sampling"))) {
            wire.head();
            assertThat(wire.message()).contains("sampling/createMessage");
            Answer accepted =
                    caller.post(
                            "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"result\":{\"sampled\":true}}");
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(wire.message()).contains("done");
        }
        scene().awaitRecorded("sampling", "allowed");
    }

    @Test
    void answerThatWasMissedComesToWhoeverResumesAndIsRecordedOnce() throws IOException {
        scene().server()
                .tool(
                        "resumed",
                        (request, reply) -> {
                            reply.stream();
                            reply.chunk("id: stream-7/1\ndata:\n\n");
                            reply.chunk("retry: 40\n\n");
                            reply.end();
                        });
        scene().server()
                .atGet(
                        (request, reply) -> {
                            reply.stream();
                            String after = String.valueOf(request.header("Last-Event-ID"));
                            reply.chunk(
                                    "id: stream-7/2\n"
                                        + "data:"
                                        + " {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[],\"after\":\""
                                            + after
                                            + "\"}}\n\n");
                            reply.end();
                        });
        Caller caller = scene().caller().inSession();
        try (WireClient wire = caller.open(Caller.call(1, "resumed"))) {
            wire.head();
            assertThat(wire.event()).contains("id: stream-7/1");
            assertThat(wire.event()).as("how long to stay away").isEqualTo("retry: 40");
            assertThat(wire.event()).isNull();
        }
        try (WireClient wire = caller.listen("Last-Event-ID: stream-7/1")) {
            assertThat(wire.head().status()).isEqualTo(200);
            assertThat(wire.message()).contains("\"after\":\"stream-7/1\"");
            assertThat(wire.message()).isNull();
        }
        scene().awaitRecorded("resumed", "allowed");
        assertThat(scene().server().calls("resumed")).hasSize(1);
    }

    @Test
    void streamThatEndsWithoutAnAnswerAndCannotBeResumedEndsWithAnError() throws IOException {
        scene().server()
                .tool(
                        "broken-off",
                        (request, reply) -> {
                            reply.stream();
                            reply.event(progress(1));
                            reply.end();
                        });
        scene().server()
                .tool(
                        "torn-off",
                        (request, reply) -> {
                            reply.stream();
                            reply.chunk("data: {\"jsonrpc\":\"2.0\",\"id\":1,");
                            reply.cut();
                        });
        for (String tool : new String[] {"broken-off", "torn-off"}) {
            try (WireClient wire = scene().caller().inSession().open(Caller.call(1, tool))) {
                wire.head();
                String last = "";
                for (String next = wire.message(); next != null; next = wire.message()) {
                    last = next;
                }
                assertThat(last).contains("\"id\":1,", "\"code\":-32603", "before it answered");
            }
            scene().awaitRecorded(tool, "unknown");
        }
    }

    @Test
    void listenerGetsWhatTheServerSaysOnItsOwn() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        scene().server()
                .atGet(
                        (request, reply) -> {
                            reply.stream();
                            reply.event(
                                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"sk-c1\"}}");
                            over.await();
                        });
        Caller caller = scene().caller().inSession();
        try (WireClient wire = caller.listen()) {
            assertThat(wire.head().status()).isEqualTo(200);
            assertThat(wire.message()).contains("[REDACTED]");
            assertThat(caller.delete().status()).isEqualTo(200);
            assertThat(wire.message()).as("the session is over, and so is its stream").isNull();
        } finally {
            over.countDown();
        }
    }

    @Test
    void serverThatHasNoStreamOfItsOwnSaysSo() throws IOException {
        scene().server().atGet((request, reply) -> reply.answer(405, ""));
        try (WireClient wire = scene().caller().inSession().listen()) {
            Answer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).doesNotContain("GET");
        }
    }

    @Test
    void callOfAClientThatLeftIsRecordedWithItsOutcome() throws IOException {
        CountDownLatch left = new CountDownLatch(1);
        scene().server()
                .tool(
                        "abandoned",
                        (request, reply) -> {
                            reply.stream();
                            reply.event(progress(1));
                            left.await();
                            reply.event(McpServer.result(request, "late"));
                            reply.end();
                        });
        scene().server()
                .tool(
                        "abandoned-json",
                        (request, reply) -> {
                            left.await();
                            reply.json(McpServer.result(request, "late"));
                        });
        Caller caller = scene().caller().inSession();
        try (WireClient stream = caller.open(Caller.call(1, "abandoned"));
                WireClient json = caller.open(Caller.call(2, "abandoned-json"))) {
            stream.head();
            assertThat(stream.message()).contains("progress");
            Eventually.holds(
                    "the call has arrived",
                    () -> scene().server().calls("abandoned-json").size() == 1);
            assertThat(json).isNotNull();
        }
        left.countDown();
        scene().awaitRecorded("abandoned", "allowed");
        scene().awaitRecorded("abandoned-json", "allowed");
    }

    @Test
    void serverIsReadNoFasterThanTheClientReads() throws IOException {
        int size = 1 << 16;
        int events = 1_000;
        AtomicLong written = new AtomicLong();
        scene().server()
                .tool(
                        "flood",
                        (request, reply) -> {
                            reply.stream();
                            flood(reply, size, events, written);
                            reply.event(McpServer.result(request, "done"));
                            reply.end();
                        });
        Caller caller = scene().caller().inSession();
        String request = caller.posted(Caller.call(1, "flood"));
        try (WireClient wire = new WireClient(scene().serve().at("/"), 1 << 16).send(request)) {
            wire.head();
            long before = -1;
            for (long now = written.get(); now != before || now == 0; now = written.get()) {
                before = now;
                // Others are served meanwhile: a few hundred calls are as good as any pause.
                for (int other = 0; other < 200; other++) {
                    scene().caller().send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
                }
            }
            assertThat(before).as("events on their way").isLessThan(events / 2);

            int came = 0;
            String last = "";
            for (String next = wire.message(); next != null; next = wire.message()) {
                last = next;
                came++;
            }
            assertThat(came).isEqualTo(events + 1);
            assertThat(last).contains("done");
        }
    }

    private static void flood(Reply reply, int size, int events, AtomicLong written)
            throws IOException {
        String text = "x".repeat(size);
        for (int event = 0; event < events; event++) {
            reply.event(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\""
                            + text
                            + "\"}}");
            written.incrementAndGet();
        }
    }
}
