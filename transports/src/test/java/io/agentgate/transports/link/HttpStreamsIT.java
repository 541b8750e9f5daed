package io.agentgate.transports.link;

import static io.agentgate.transports.link.ScriptedEndpoint.BRIEF;
import static io.agentgate.transports.link.ScriptedEndpoint.READY;
import static io.agentgate.transports.link.ScriptedEndpoint.REVISION;
import static io.agentgate.transports.link.ScriptedEndpoint.answer;
import static io.agentgate.transports.link.ScriptedEndpoint.call;
import static io.agentgate.transports.link.ScriptedEndpoint.idOf;
import static io.agentgate.transports.link.ScriptedEndpoint.isCall;
import static io.agentgate.transports.link.ScriptedEndpoint.message;
import static io.agentgate.transports.link.ScriptedEndpoint.said;
import static io.agentgate.transports.link.ScriptedEndpoint.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.link.ServerLink;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.WireServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the streams of a server of Streamable HTTP: read, gone on with, given up. */
@Timeout(120)
class HttpStreamsIT {
    private ScriptedEndpoint at;
    private Heard heard;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        at = new ScriptedEndpoint(directory);
        heard = at.heard;
    }

    @AfterEach
    void stop() throws Exception {
        at.close();
    }

    @Test
    void streamIsToldEventByEventAsPartOfItsRequest() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.stream();
                                    reply.event(said(1));
                                    first.await();
                                    reply.chunk(": alive\n\nevent: other\ndata: x\n\n");
                                    reply.event(answer(1));
                                    reply.end();
                                }));

        link.send(call(1));

        heard.awaitTold("1> " + said(1));
        first.countDown();
        heard.awaitTold("1> " + said(1), "1> " + answer(1));
    }

    @Test
    void brokenStreamWithAnEventIdIsGoneOnWith() throws Exception {
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (isCall(request)) {
                                        reply.stream();
                                        reply.chunk("id: e-1\ndata: " + said(1) + "\n\n");
                                        reply.cut();
                                        return true;
                                    }
                                    if (request.method().equals("GET")) {
                                        reply.stream();
                                        reply.event(said(2));
                                        reply.event(answer(1));
                                        reply.end();
                                        return true;
                                    }
                                    return false;
                                }));

        link.send(call(1));

        heard.awaitTold("1> " + said(1), "1> " + said(2), "1> " + answer(1));
        assertThat(at.received("GET")).hasSize(1);
        Received get = at.received("GET").getFirst();
        assertThat(get.header("Last-Event-ID")).isEqualTo("e-1");
        assertThat(get.header("Mcp-Session-Id")).isEqualTo("up-1");
        assertThat(get.header("MCP-Protocol-Version")).isEqualTo(REVISION);
    }

    @Test
    void serverThatEndsItsStreamsIsPolledAsOftenAsItSays() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        List<Long> times = new ArrayList<>();
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (isCall(request)) {
                                        reply.stream();
                                        reply.chunk("id: e-0\nretry: 60\ndata:\n\n");
                                        reply.end();
                                        times.add(System.nanoTime());
                                        return true;
                                    }
                                    if (request.method().equals("GET")) {
                                        times.add(System.nanoTime());
                                        int poll = polls.incrementAndGet();
                                        reply.stream();
                                        reply.chunk("id: e-" + poll + "\ndata:\n\n");
                                        if (poll == 8) {
                                            reply.event(answer(1));
                                        }
                                        reply.end();
                                        return true;
                                    }
                                    return false;
                                }));

        link.send(call(1));

        heard.awaitTold("1> " + answer(1));
        assertThat(at.received("GET").stream().map(get -> get.header("Last-Event-ID")))
                .containsExactly("e-0", "e-1", "e-2", "e-3", "e-4", "e-5", "e-6", "e-7");
        for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.ofNanos(times.get(i) - times.get(i - 1)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    @Test
    void streamThatBreaksWithoutAnEventIdLosesItsRequest() throws Exception {
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.stream();
                                    reply.event(said(1));
                                    if (idOf(request) == 1) {
                                        reply.cut();
                                    } else {
                                        reply.end();
                                    }
                                }));

        link.send(call(1));
        heard.awaitTold(
                "1> " + said(1), "lost 1 BROKEN: the server's stream broke before it answered");
        heard.forget();
        link.send(call(2));

        heard.awaitTold(
                "2> " + said(1), "lost 2 BROKEN: the server's stream ended before it answered");
        assertThat(at.received("GET")).isEmpty();
    }

    @Test
    void attemptsToGoOnWithAStreamComeToAnEnd() throws Exception {
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (isCall(request)) {
                                        reply.stream();
                                        reply.chunk("id: e-1\ndata:\n\n");
                                        reply.cut();
                                        return true;
                                    }
                                    if (request.method().equals("GET")) {
                                        reply.answer(503, "");
                                        return true;
                                    }
                                    return false;
                                }));

        link.send(call(1));

        heard.awaitTold("lost 1 BROKEN: the server's stream broke before it answered");
        assertThat(at.received("GET")).hasSize(6);
    }

    @Test
    void serverThatDoesNotGoOnWithStreamsIsAskedOnce() throws Exception {
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.stream();
                                    reply.chunk("id: e-1\ndata:\n\n");
                                    reply.end();
                                }));

        link.send(call(1));

        heard.awaitTold("lost 1 BROKEN: the server's stream ended before it answered");
        assertThat(at.received("GET")).hasSize(1);
    }

    @Test
    void serversOwnStreamIsListenedToOnceTheClientIsReady() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (!request.method().equals("GET")) {
                                        return false;
                                    }
                                    int get = gets.incrementAndGet();
                                    if (get == 2) {
                                        reply.answer(503, "");
                                        return true;
                                    }
                                    reply.stream();
                                    reply.chunk("id: g-" + get + "\ndata: " + said(get) + "\n\n");
                                    if (get < 4) {
                                        reply.end();
                                    } else {
                                        at.over.await();
                                    }
                                    return true;
                                }));
        link.send(call(1));
        heard.awaitTold("1> " + answer(1));
        assertThat(at.received("GET")).isEmpty();

        link.send(message(READY));

        heard.awaitTold("1> " + answer(1), said(1), said(3), said(4));
        assertThat(at.received("GET").stream().map(get -> get.header("Last-Event-ID")))
                .containsExactly(null, "g-1", "g-1", "g-3");
    }

    @Test
    void serverThatRefusesToBeListenedToIsAskedOnce() throws Exception {
        for (int status : List.of(400, 401, 403, 404, 405)) {
            WireServer refusing =
                    new WireServer(
                            (request, reply) -> {
                                if (request.method().equals("GET")) {
                                    reply.answer(status, "");
                                } else {
                                    ScriptedEndpoint.usual(request, reply);
                                }
                            });
            if (at.server != null) {
                at.server.close();
            }
            at.server = refusing;
            ServerLink link = at.begun(at.home.links(settings(refusing.at("/mcp")), BRIEF));

            link.send(message(READY));
            heard.await(() -> at.received("GET").size() == 1);
            // More than any pause is over by then.
            for (int i = 1; i < 50; i++) {
                link.send(call(i));
                int number = i;
                heard.await(() -> heard.told().contains(number + "> " + answer(number)));
            }
            assertThat(at.received("GET")).as("HTTP %d", status).hasSize(1);
            assertThat(heard.told()).hasSize(49);
            link.close();
            heard.forget();
        }
    }

    @Test
    void sessionThatIsOverWhereTheServerWasListenedToEndsTheLink() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        ServerLink link =
                at.begun(
                        at.gets(
                                (request, reply) -> {
                                    if (gets.incrementAndGet() == 1) {
                                        reply.stream();
                                        reply.end();
                                    } else {
                                        reply.answer(404, "");
                                    }
                                }));

        link.send(message(READY));

        heard.awaitTold("ended: the server ended the session");
    }

    @Test
    void answerMayComeOnTheServersOwnStream() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (request.method().equals("GET")) {
                                        reply.stream();
                                        reply.event(said(1));
                                        asked.await();
                                        reply.event(answer(1));
                                        at.over.await();
                                        return true;
                                    }
                                    if (isCall(request) && idOf(request) == 1) {
                                        reply.stream();
                                        asked.countDown();
                                        heard.await(() -> heard.told().contains(answer(1)));
                                        reply.end();
                                        return true;
                                    }
                                    return false;
                                }));
        link.send(message(READY));
        heard.awaitTold(said(1));

        link.send(call(1));
        heard.awaitTold(said(1), answer(1));
        link.send(call(2));

        heard.awaitTold(said(1), answer(1), "2> " + answer(2));
    }

    @Test
    void oversizedEventIsToldByItsEndsAndTheStreamGoesOn() throws Exception {
        String large = "{\"id\":1,\"result\":\"" + "x".repeat(17 << 20) + "\"}";
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (request.method().equals("GET")) {
                                        reply.stream();
                                        reply.event(large);
                                        reply.event(said(1));
                                        at.over.await();
                                        return true;
                                    }
                                    if (isCall(request)) {
                                        if (idOf(request) == 1) {
                                            reply.json(large);
                                        } else {
                                            reply.stream();
                                            reply.chunk("id: e-1\ndata: " + large + "\n\n");
                                            reply.end();
                                        }
                                        return true;
                                    }
                                    return false;
                                }));

        link.send(message(READY));
        heard.awaitTold("oversized {\"id\":1,\"", said(1));
        heard.forget();
        link.send(call(1));
        heard.awaitTold("lost 1 NO_ANSWER: the server's answer is too large");
        heard.forget();
        link.send(call(2));

        heard.awaitTold(
                "oversized {\"id\":1,\"",
                "lost 2 BROKEN: the server's stream ended before it answered");
        assertThat(at.received("GET")).hasSize(1);
    }

    @Test
    void pausedLinkReadsNoMoreAndLosesNothing() throws Exception {
        int events = 30_000;
        String flood = "data: " + said(1).replace("1", "\"flood " + "x".repeat(1_000) + "\"");
        AtomicInteger written = new AtomicInteger();
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.stream();
                                    for (int i = 0; i < events; i++) {
                                        reply.chunk(flood + "\n\n");
                                        written.incrementAndGet();
                                    }
                                    reply.event(answer(1));
                                    reply.cut();
                                }));
        link.pause();
        link.send(call(1));
        // The sockets take some; then nothing goes on until somebody reads.
        heard.awaitStandstill(written);
        assertThat(written.get()).isLessThan(events);
        assertThat(heard.flood()).isZero();
        assertThat(heard.told()).isEmpty();

        link.resume();

        heard.awaitTold("1> " + answer(1));
        assertThat(heard.flood()).isEqualTo(events);
    }

    @Test
    void endIsToldBehindTheMessagesOfAPausedLink() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    paused.await();
                                    if (idOf(request) == 1) {
                                        reply.stream();
                                        reply.event(said(1));
                                        reply.event(answer(1));
                                        reply.end();
                                    } else {
                                        reply.answer(404, "");
                                    }
                                }));
        link.send(call(1));
        link.pause();
        paused.countDown();
        link.send(call(2));
        heard.await(() -> at.received("POST").size() == 3);
        at.home.call(() -> true);
        assertThat(heard.told()).isEmpty();

        link.resume();

        heard.await(() -> heard.told().contains("ended: the server ended the session"));
        assertThat(heard.told()).last().isEqualTo("ended: the server ended the session");
    }

    @Test
    void cancelledRequestIsNotFollowedAnyMore() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.stream();
                                    reply.event(said(1));
                                    reply.awaitLeft();
                                    left.countDown();
                                }));
        link.send(call(1));
        heard.awaitTold("1> " + said(1));

        link.send(
                message(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                                + "\"params\":{\"requestId\":1}}"));

        left.await();
        heard.awaitTold("1> " + said(1), "lost 1 BROKEN: cancelled by the client");
    }

    @Test
    void streamsThatServersLeaveOpenBehindAnswersAreFew() throws Exception {
        AtomicInteger open = new AtomicInteger();
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.stream();
                                    open.incrementAndGet();
                                    reply.event(answer(idOf(request)));
                                    try {
                                        reply.awaitLeft();
                                    } finally {
                                        open.decrementAndGet();
                                    }
                                }));

        for (int i = 1; i <= 100; i++) {
            link.send(call(i));
        }

        heard.await(() -> heard.told().size() == 100);
        heard.await(() -> open.get() == HttpLink.MAX_LINGERING);
        assertThat(heard.told()).noneMatch(what -> what.startsWith("lost"));
    }

    @Test
    void messageIsTheSameWhereverItIsCut() throws Exception {
        String message = "id: e-1\r\nevent: message\r\ndata: " + answer(1) + "\r\n\r\n";
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    int cut = idOf(request) % message.length();
                                    reply.stream();
                                    if (cut > 0) {
                                        reply.chunk(message.substring(0, cut));
                                    }
                                    reply.chunk(message.substring(cut));
                                    reply.end();
                                }));
        for (int cut = 0; cut < message.length(); cut++) {
            int id = message.length() * 10 + cut;
            link.send(call(id));
            heard.await(() -> heard.told().contains(id + "> " + answer(1)));
        }
        assertThat(heard.told().stream().filter(what -> what.contains("> ")))
                .hasSize(message.length());
    }

    @Test
    void serverMayFloodAndIsReadToItsEnd() throws Exception {
        int events = 10_000;
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.stream();
                                    StringBuilder all = new StringBuilder();
                                    for (int i = 0; i < events; i++) {
                                        all.append("data: \"flood ").append(i).append("\"\n\n");
                                    }
                                    reply.chunk(all.toString());
                                    reply.event(answer(1));
                                    reply.end();
                                }));

        link.send(call(1));

        heard.awaitTold("1> " + answer(1));
        assertThat(heard.flood()).isEqualTo(events);
    }
}
