package io.agentgate.transports.link;

import static io.agentgate.transports.link.ScriptedEndpoint.REVISION;
import static io.agentgate.transports.link.ScriptedEndpoint.SESSION;
import static io.agentgate.transports.link.ScriptedEndpoint.answer;
import static io.agentgate.transports.link.ScriptedEndpoint.call;
import static io.agentgate.transports.link.ScriptedEndpoint.idOf;
import static io.agentgate.transports.link.ScriptedEndpoint.isCall;
import static io.agentgate.transports.link.ScriptedEndpoint.message;
import static io.agentgate.transports.link.ScriptedEndpoint.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links to real servers that do what servers do over HTTP+SSE, and should not do. */
@Timeout(120)
class SseLinksIT {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Heard heard = new Heard();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Integer, Reply> streams = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private LinkHome home;
    private WireServer server;
    private WireServer.Handler begin;
    private WireServer.Handler posted;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        home = new LinkHome(directory);
        server = new WireServer(this::handle);
        begin = (request, reply) -> stream(reply);
        posted = this::answerCalls;
    }

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        List<RuntimeException> faults = List.copyOf(home.faults());
        home.close();
        server.close();
        assertThat(faults).isEmpty();
    }

    private void handle(Received request, Reply reply) throws IOException, InterruptedException {
        if (request.method().equals("GET")) {
            begin.handle(request, reply);
        } else {
            posted.handle(request, reply);
        }
    }

    /** A stream that begins as it should, and stays open. */
    private void stream(Reply reply) throws IOException {
        int session = sessions.incrementAndGet();
        // Who waits for its end must not be given another request.
        reply.stream("Connection: close");
        streams.put(session, reply);
        reply.chunk("event: endpoint\ndata: /messages?sid=" + session + "\n\n");
        try {
            reply.awaitLeft();
        } finally {
            streams.remove(session);
        }
    }

    private void answerCalls(Received request, Reply reply) throws IOException {
        if (isCall(request)) {
            streamOf(request).event(answer(idOf(request)));
        }
        reply.answer(202, "Accepted");
    }

    private Reply streamOf(Received post) {
        String line = post.head().startLine();
        return stream(Integer.parseInt(line.replaceAll(".*sid=(\\d+) .*", "$1")));
    }

    private Reply stream(int session) {
        return Objects.requireNonNull(streams.get(session));
    }

    private SseLinks links() throws Exception {
        return links(LONG);
    }

    private SseLinks links(Duration patience) throws Exception {
        return home.sseLinks(
                new UpstreamSettings(server.at("/sse"), "server", List.of()), patience);
    }

    private ServerLink open() throws Exception {
        return links().open(SESSION, heard);
    }

    private List<Received> received(String method) {
        return server.received().stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    @Test
    void messagesArePostedToTheEndpointAndAnsweredOnTheStream() throws Exception {
        ServerLink link = open();

        link.send(message(said(1)));
        link.send(call(1));

        heard.awaitTold(answer(1));
        assertThat(received("GET")).hasSize(1);
        Received get = received("GET").getFirst();
        assertThat(get.head().startLine()).isEqualTo("GET /sse HTTP/1.1");
        assertThat(get.header("Accept")).isEqualTo("text/event-stream");
        assertThat(received("POST").stream().map(Received::body))
                .containsExactly(said(1), call(1).frame().text());
        assertThat(received("POST"))
                .allMatch(post -> post.head().startLine().equals("POST /messages?sid=1 HTTP/1.1"))
                .allMatch(post -> REVISION.equals(post.header("MCP-Protocol-Version")))
                .allMatch(post -> post.header("Mcp-Session-Id") == null);
    }

    @Test
    void serverIsShownWhoAsksOnItsStreamAndWithEveryMessage() throws Exception {
        SseLinks links =
                home.sseLinks(
                        new UpstreamSettings(
                                server.at("/sse"),
                                "server",
                                List.of(Map.entry("X-Team", "blue")),
                                new UpstreamCredential.Bearer(
                                        new SecretReference.Environment("TOKEN")),
                                new Secrets(Map.of("TOKEN", "T-1")),
                                null),
                        LONG);

        links.open(SESSION, heard).send(call(1));

        heard.awaitTold(answer(1));
        assertThat(server.received())
                .hasSize(2)
                .allMatch(request -> "Bearer T-1".equals(request.header("Authorization")))
                .allMatch(request -> "blue".equals(request.header("X-Team")));
    }

    @Test
    void whatIsSentBeforeTheEndpointIsKnownWaits() throws Exception {
        CountDownLatch known = new CountDownLatch(1);
        begin =
                (request, reply) -> {
                    reply.stream();
                    streams.put(1, reply);
                    reply.chunk(": wait\n\n");
                    known.await();
                    reply.chunk("event: endpoint\r\ndata: messages?sid=1\r\n\r\n");
                    reply.awaitLeft();
                };
        ServerLink link = open();

        link.send(call(1));
        for (int i = 1; i < Outbox.MAX_MESSAGES; i++) {
            link.send(message(said(i)));
        }
        link.send(call(2));

        heard.awaitTold("lost 2 NOT_SENT: too many messages wait for the server");
        assertThat(received("POST")).isEmpty();
        known.countDown();
        heard.await(() -> received("POST").size() == Outbox.MAX_MESSAGES);
        heard.await(() -> heard.told().contains(answer(1)));
        List<String> others =
                received("POST").stream()
                        .filter(post -> !isCall(post))
                        .map(Received::body)
                        .toList();
        for (int i = 1; i < Outbox.MAX_MESSAGES; i++) {
            assertThat(others.get(i - 1)).isEqualTo(said(i));
        }
    }

    @Test
    void serverThatDoesNotNameItsEndpointInTimeIsGivenUp() throws Exception {
        begin =
                (request, reply) -> {
                    reply.stream();
                    reply.chunk(": wait\n\n");
                    reply.awaitLeft();
                };
        ServerLink link = links(Duration.ofMillis(100)).open(SESSION, heard);

        link.send(call(1));
        link.send(message(said(1)));

        heard.awaitTold(
                "lost 1 NOT_SENT: the server did not name its endpoint in time",
                "ended: the server did not name its endpoint in time");
        heard.await(() -> server.connections() == 0);
    }

    @Test
    void endpointOfAnotherOriginIsNeverPostedTo() throws Exception {
        try (WireServer other = new WireServer((request, reply) -> reply.answer(202, ""))) {
            begin =
                    (request, reply) -> {
                        reply.stream();
                        reply.chunk("event: endpoint\ndata: " + other.at("/m") + "\n\n");
                        reply.awaitLeft();
                    };
            ServerLink link = open();

            link.send(call(1));

            heard.awaitTold(
                    "lost 1 NOT_SENT: the server names an endpoint of another origin",
                    "ended: the server names an endpoint of another origin");
            link.send(call(2));
            heard.await(() -> heard.told().size() == 3);
            assertThat(heard.told()).last().asString().startsWith("lost 2 NOT_SENT");
            assertThat(other.received()).isEmpty();
            assertThat(received("POST")).isEmpty();
        }
    }

    @Test
    void messageThatIsNotTakenIsLostAlone() throws Exception {
        posted =
                (request, reply) -> {
                    switch (isCall(request) ? idOf(request) : 0) {
                        case 1 -> reply.answer(400, "no");
                        case 2 -> reply.answer(401, "");
                        case 3 -> reply.answer(500, "");
                        case 4 -> reply.cut();
                        default -> answerCalls(request, reply);
                    }
                };
        ServerLink link = open();

        for (int i = 1; i <= 5; i++) {
            int count = i;
            link.send(call(i));
            heard.await(() -> heard.told().size() == count);
        }

        heard.awaitTold(
                "lost 1 TURNED_AWAY: the server did not accept the request (HTTP 400)",
                "lost 2 TURNED_AWAY: the server does not let the gateway in (HTTP 401)",
                "lost 3 NO_ANSWER: the server did not answer in MCP (HTTP 500)",
                "lost 4 BROKEN: the connection to the server broke before it answered",
                answer(5));
        assertThat(received("POST")).hasSize(5);
    }

    @Test
    void serverThatOpensNoStreamIsNotPostedTo() throws Exception {
        AtomicInteger status = new AtomicInteger();
        begin = (request, reply) -> reply.answer(status.get(), "{}", "Content-Type: text/html");
        Map<Integer, String> reasons =
                Map.of(
                        401, "TURNED_AWAY: the server does not let the gateway in (HTTP 401)",
                        405, "TURNED_AWAY: the server did not accept the request (HTTP 405)",
                        503, "NO_ANSWER: the server did not answer in MCP (HTTP 503)",
                        200, "NO_ANSWER: the server did not answer in MCP (HTTP 200)");
        SseLinks links = links();
        reasons.forEach(
                (each, reason) -> {
                    status.set(each);
                    heard.forget();
                    try {
                        links.open(SESSION, heard).send(call(1));
                    } catch (LinkException refused) {
                        throw new AssertionError(refused);
                    }
                    heard.awaitTold(
                            "lost 1 " + reason, "ended: " + reason.replaceFirst("[A-Z_]+: ", ""));
                });
        assertThat(received("GET")).hasSize(4);
        assertThat(received("POST")).isEmpty();
    }

    @Test
    void serverThatIsNotThereHasSeenNothing() throws Exception {
        URI nowhere;
        try (WireServer gone = new WireServer((request, reply) -> {})) {
            nowhere = gone.at("/sse");
        }
        ServerLink link =
                home.sseLinks(new UpstreamSettings(nowhere, "server", List.of()), LONG)
                        .open(SESSION, heard);

        link.send(call(1));

        heard.awaitTold(
                "lost 1 NOT_SENT: the server cannot be reached",
                "ended: the server cannot be reached");
    }

    @Test
    void linkEndsWithItsStreamAndTheNextOpensAnother() throws Exception {
        SseLinks links = links();
        ServerLink link = links.open(SESSION, heard);
        link.send(call(1));
        heard.awaitTold(answer(1));
        stream(1).event(said(1));

        stream(1).end();

        heard.awaitTold(answer(1), said(1), "ended: the server ended its stream");
        link.send(call(2));
        heard.await(() -> heard.told().contains("lost 2 NOT_SENT: the server ended its stream"));
        heard.forget();

        ServerLink next = links.open(SESSION, heard);
        next.send(call(3));
        heard.awaitTold(answer(3));
        stream(2).cut();

        heard.awaitTold(answer(3), "ended: the server's stream broke");
        assertThat(received("GET")).hasSize(2);
    }

    @Test
    void serverMaySayAnythingAtAnyTime() throws Exception {
        ServerLink link = open();
        link.send(call(1));
        heard.awaitTold(answer(1));
        Reply stream = stream(1);

        stream.chunk(": alive\n\nevent: other\ndata: x\n\nevent: endpoint\ndata: /elsewhere\n\n");
        stream.chunk("data:\n\nid: 7\nevent: mess");
        stream.chunk("age\ndata: " + said(1) + "\n\n");
        stream.event("x".repeat(17 << 20));
        stream.event(answer(1));
        link.send(call(2));

        heard.awaitTold(answer(1), said(1), "oversized xxxxxxxxx", answer(1), answer(2));
        assertThat(received("POST"))
                .allMatch(post -> post.head().startLine().contains(" /messages?sid=1 "));
    }

    @Test
    void pausedLinkReadsNoMoreAndLosesNothing() throws Exception {
        int events = 30_000;
        AtomicInteger written = new AtomicInteger();
        ServerLink link = open();
        link.send(call(1));
        heard.awaitTold(answer(1));
        link.pause();
        Reply stream = stream(1);
        String flood = "\"flood " + "x".repeat(1_000) + "\"";
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                for (int i = 0; i < events; i++) {
                                    stream.event(flood);
                                    written.incrementAndGet();
                                }
                                stream.end();
                            } catch (IOException cut) {
                                written.set(-1);
                            }
                        });
        heard.awaitStandstill(written);
        assertThat(written.get()).isBetween(1, events - 1);
        // A few may have been on their way.
        assertThat(heard.flood()).isLessThan(events / 10);

        link.resume();

        heard.awaitTold(answer(1), "ended: the server ended its stream");
        assertThat(heard.flood()).isEqualTo(events);
    }

    @Test
    void closedLinkTellsNothingAndLeavesNothing() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        posted =
                (request, reply) -> {
                    if (isCall(request)) {
                        reply.awaitLeft();
                        left.countDown();
                    } else {
                        answerCalls(request, reply);
                    }
                };
        ServerLink link = open();
        link.send(call(1));
        heard.await(() -> received("POST").size() == 1);

        link.close();
        link.close();
        link.send(call(2));

        left.await();
        heard.await(() -> streams.isEmpty());
        assertThat(heard.told()).isEmpty();
        assertThat(received("POST")).hasSize(1);
    }

    @Test
    void nothingIsLeftOfManyLinks() throws Exception {
        int many = 300;
        posted =
                (request, reply) -> {
                    if (isCall(request) && idOf(request) % 3 == 0) {
                        reply.awaitLeft();
                    } else {
                        answerCalls(request, reply);
                    }
                };
        SseLinks links = links();

        List<WeakReference<ServerLink>> opened = openMany(links, many);

        heard.await(() -> streams.isEmpty());
        // Unused connections go after four seconds.
        heard.await(() -> server.connections() == 0);
        heard.await(
                () -> {
                    System.gc();
                    return opened.stream().allMatch(link -> link.refersTo(null));
                });
    }

    private List<WeakReference<ServerLink>> openMany(SseLinks links, int many) throws Exception {
        List<ServerLink> opened = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ServerLink link = links.open(SESSION, heard);
            opened.add(link);
            link.send(call(i));
        }
        heard.await(() -> received("POST").size() == many);
        opened.forEach(ServerLink::close);
        return opened.stream().map(WeakReference::new).toList();
    }

    @Test
    void serverThatIsOfferedNoMoreOpensNoLink() throws Exception {
        SseLinks links = links();
        ServerLink link = links.open(SESSION, heard);
        link.send(call(1));
        heard.awaitTold(answer(1));

        links.close();

        assertThatThrownBy(() -> links.open(SESSION, heard))
                .isInstanceOf(LinkException.class)
                .hasMessage("the server is not offered any more");
        link.send(call(2));
        heard.awaitTold(answer(1), answer(2));
        link.close();
        heard.await(() -> server.connections() == 0);
    }
}
