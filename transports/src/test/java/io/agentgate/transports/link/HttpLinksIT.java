package io.agentgate.transports.link;

import static io.agentgate.transports.link.ScriptedEndpoint.BRIEF;
import static io.agentgate.transports.link.ScriptedEndpoint.INITIALIZED;
import static io.agentgate.transports.link.ScriptedEndpoint.READY;
import static io.agentgate.transports.link.ScriptedEndpoint.REVISION;
import static io.agentgate.transports.link.ScriptedEndpoint.SESSION;
import static io.agentgate.transports.link.ScriptedEndpoint.answer;
import static io.agentgate.transports.link.ScriptedEndpoint.call;
import static io.agentgate.transports.link.ScriptedEndpoint.idOf;
import static io.agentgate.transports.link.ScriptedEndpoint.initialize;
import static io.agentgate.transports.link.ScriptedEndpoint.isCall;
import static io.agentgate.transports.link.ScriptedEndpoint.message;
import static io.agentgate.transports.link.ScriptedEndpoint.said;
import static io.agentgate.transports.link.ScriptedEndpoint.settings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links to real servers that do what servers do over Streamable HTTP, and should not do. */
@Timeout(120)
class HttpLinksIT {
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
    void messagesCarryTheSessionAndTheRevision() throws Exception {
        ServerLink link = at.begun(at.usual());

        link.send(message(READY));
        link.send(call(1));

        heard.awaitTold("1> " + answer(1));
        List<Received> posts = at.received("POST");
        assertThat(posts).hasSize(3);
        assertThat(posts.get(0).header("Mcp-Session-Id")).isNull();
        assertThat(posts.get(0).header("MCP-Protocol-Version")).isNull();
        for (Received post : posts.subList(1, 3)) {
            assertThat(post.header("Mcp-Session-Id")).isEqualTo("up-1");
            assertThat(post.header("MCP-Protocol-Version")).isEqualTo(REVISION);
            assertThat(post.header("Accept")).isEqualTo("application/json, text/event-stream");
        }
    }

    @Test
    void replyOfTheGatewayCarriesWhatTheSessionAgreedOn() throws Exception {
        ServerLink link = at.begun(at.usual());
        link.send(message(READY));

        link.send(new Outgoing(Frame.of(answer(9).getBytes(UTF_8)), null, null, null));
        link.send(call(1));

        heard.awaitTold("1> " + answer(1));
        assertThat(at.received("POST").get(2).header("MCP-Protocol-Version")).isEqualTo(REVISION);
    }

    @Test
    void serverIsShownWhoAsksWithEveryMessage() throws Exception {
        WireServer started = new WireServer(ScriptedEndpoint::usual);
        at.server = started;
        HttpLinks links =
                at.home.links(
                        new UpstreamSettings(
                                started.at("/a/mcp?x=1"),
                                "server",
                                List.of(Map.entry("X-Team", "blue")),
                                new UpstreamCredential.Bearer(
                                        new SecretReference.Environment("TOKEN")),
                                new Secrets(Map.of("TOKEN", "T-1")),
                                null));
        ServerLink link = at.begun(links);

        link.send(message(READY));
        heard.await(() -> at.received("GET").size() == 1);
        link.close();
        heard.await(() -> at.received("DELETE").size() == 1);

        assertThat(started.received())
                .allMatch(request -> "Bearer T-1".equals(request.header("Authorization")))
                .allMatch(request -> "blue".equals(request.header("X-Team")))
                .allMatch(request -> request.head().startLine().contains(" /a/mcp?x=1 "));
    }

    @Test
    void nothingOvertakesWhatTheServerHasNotTakenYet() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (request.body().equals(READY)) {
                                        taken.await();
                                    }
                                    return false;
                                }));

        link.send(message(READY));
        link.send(call(1));
        link.send(message(said(1)));
        link.send(call(2));
        // A turn of the loop, in which all was taken in.
        assertThat(at.home.call(() -> at.received("POST").size())).isLessThanOrEqualTo(2);
        heard.await(() -> at.received("POST").size() == 2);
        taken.countDown();

        heard.await(() -> heard.told().size() == 2);
        assertThat(at.received("POST").stream().map(Received::body))
                .startsWith(initialize().frame().text(), READY)
                .containsSubsequence(READY, said(1), call(2).frame().text());
    }

    @Test
    void requestsRunSideBySide() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (isCall(request)) {
                                        both.countDown();
                                        both.await();
                                    }
                                    return false;
                                }));

        link.send(call(1));
        link.send(call(2));

        heard.await(() -> heard.told().size() == 2);
        assertThat(heard.told()).containsExactlyInAnyOrder("1> " + answer(1), "2> " + answer(2));
    }

    @Test
    void whatFindsNoRoomBehindAnotherIsLostOrDropped() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (request.body().equals(READY)) {
                                        taken.await();
                                    }
                                    return false;
                                }));
        link.send(message(READY));
        for (int i = 0; i < Outbox.MAX_MESSAGES; i++) {
            link.send(message(said(i)));
        }

        link.send(call(1));
        link.send(message(said(-1)));

        heard.awaitTold("lost 1 NOT_SENT: too many messages wait for the server");
        taken.countDown();
        heard.await(() -> at.received("POST").size() == 2 + Outbox.MAX_MESSAGES);
        link.send(call(2));
        heard.await(() -> heard.told().contains("2> " + answer(2)));
        assertThat(at.received("POST")).noneMatch(request -> request.body().equals(said(-1)));
    }

    @Test
    void tooManyRequestsAreNotSent() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (isCall(request)) {
                                        calls.incrementAndGet();
                                        at.over.await();
                                    }
                                    return false;
                                }));
        for (int i = 1; i <= HttpLink.MAX_REQUESTS + 1; i++) {
            link.send(call(i));
        }

        heard.awaitTold("lost 1025 NOT_SENT: too many requests wait for the server");
        heard.await(() -> calls.get() == HttpLink.MAX_REQUESTS);
        link.close();
        heard.await(() -> at.received("DELETE").size() == 1);
    }

    @Test
    void sessionIdThatCannotBeSentBackEndsTheLink() throws Exception {
        HttpLinks links =
                at.script(
                        (request, reply) -> {
                            reply.json(INITIALIZED, "Mcp-Session-Id: sch\u00f6n");
                            return true;
                        });
        ServerLink link = links.open(SESSION, heard);

        link.send(initialize());

        heard.awaitTold(
                "lost 0 BROKEN: the server's session id is not valid",
                "ended: the server's session id is not valid");
    }

    @Test
    void serverWithoutSessionsIsServedWithoutAnId() throws Exception {
        HttpLinks links =
                at.script(
                        (request, reply) -> {
                            if (request.body().contains("\"initialize\"")) {
                                reply.json(INITIALIZED);
                                return true;
                            }
                            if (isCall(request) && idOf(request) == 2) {
                                reply.answer(404, "");
                                return true;
                            }
                            return false;
                        });
        ServerLink link = at.begun(links);

        link.send(message(READY));
        link.send(call(1));
        heard.awaitTold("1> " + answer(1));
        link.send(call(2));
        heard.awaitTold(
                "1> " + answer(1),
                "lost 2 TURNED_AWAY: the server did not accept the request (HTTP 404)");
        link.send(call(3));
        heard.await(() -> heard.told().size() == 3);
        link.close();

        assertThat(at.received("POST")).allMatch(post -> post.header("Mcp-Session-Id") == null);
        assertThat(at.received("DELETE")).isEmpty();
    }

    @Test
    void sessionThatTheServerForgotEndsTheLink() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    if (idOf(request) == 1) {
                                        reply.stream();
                                        reply.event(said(1));
                                        open.countDown();
                                        at.over.await();
                                    } else {
                                        open.await();
                                        reply.answer(404, "{}");
                                    }
                                }));
        link.send(call(1));
        heard.awaitTold("1> " + said(1));
        heard.forget();

        link.send(call(2));

        heard.awaitTold(
                "lost 2 NO_ANSWER: the server ended the session",
                "lost 1 BROKEN: the server ended the session",
                "ended: the server ended the session");
        heard.forget();
        link.send(call(3));
        link.send(message(said(3)));
        heard.awaitTold("lost 3 NOT_SENT: the server ended the session");
        link.close();
        at.home.call(() -> true);
        assertThat(at.received("DELETE")).isEmpty();
    }

    @Test
    void requestThatIsTurnedAwayIsSentOnce() throws Exception {
        AtomicInteger status = new AtomicInteger(401);
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.answer(status.get(), "");
                                }));

        link.send(call(1));
        heard.awaitTold("lost 1 TURNED_AWAY: the server does not let the gateway in (HTTP 401)");
        status.set(403);
        link.send(call(2));
        heard.await(() -> heard.told().size() == 2);
        status.set(500);
        link.send(call(3));
        heard.await(() -> heard.told().size() == 3);

        assertThat(heard.told())
                .endsWith(
                        "lost 2 TURNED_AWAY: the server does not let the gateway in (HTTP 403)",
                        "lost 3 NO_ANSWER: the server did not answer in MCP (HTTP 500)");
        assertThat(at.received("POST")).hasSize(4);
    }

    @Test
    void serverThatIsNotThereHasSeenNothing() throws Exception {
        URI nowhere;
        try (WireServer gone = new WireServer((request, reply) -> {})) {
            nowhere = gone.at("/mcp");
        }
        ServerLink link = at.home.links(settings(nowhere), BRIEF).open(SESSION, heard);

        link.send(initialize());

        heard.awaitTold(
                "lost 0 NOT_SENT: the server cannot be reached",
                "ended: the server cannot be reached");
        link.send(call(1));
        heard.awaitTold(
                "lost 0 NOT_SENT: the server cannot be reached",
                "ended: the server cannot be reached",
                "lost 1 NOT_SENT: the server cannot be reached");
    }

    @Test
    void answerThatIsNoneLosesItsRequest() throws Exception {
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (!isCall(request)) {
                                        return false;
                                    }
                                    switch (idOf(request)) {
                                        case 1 -> reply.json(answer(77));
                                        case 2 -> {
                                            reply.stream();
                                            reply.event(answer(77));
                                            reply.end();
                                        }
                                        case 3 -> reply.json("[" + answer(3) + "]");
                                        case 4 ->
                                                reply.answer(
                                                        200,
                                                        answer(4),
                                                        "Content-Type: application/json",
                                                        "Content-Encoding: gzip");
                                        case 5 -> {
                                            reply.chunked("Content-Type: application/json");
                                            reply.chunk("{");
                                        }
                                        default -> reply.cut();
                                    }
                                    if (idOf(request) == 5) {
                                        reply.cut();
                                    }
                                    return true;
                                }));

        expect(
                link,
                1,
                "1> " + answer(77),
                "NO_ANSWER: the server's answer is not one to this request");
        expect(link, 2, "2> " + answer(77), "BROKEN: the server's stream ended before it answered");
        expect(
                link,
                3,
                "3> [" + answer(3) + "]",
                "NO_ANSWER: the server's answer is not one to this request");
        expect(
                link,
                4,
                null,
                "NO_ANSWER: the server compressed its answer, which nobody asked for");
        expect(link, 5, null, "BROKEN: the connection to the server broke within its answer");
        expect(link, 6, null, "BROKEN: the connection to the server broke before it answered");
    }

    private void expect(ServerLink link, int id, @Nullable String told, String lost) {
        heard.forget();
        link.send(call(id));
        String loss = "lost " + id + " " + lost;
        if (told == null) {
            heard.awaitTold(loss);
        } else {
            heard.awaitTold(told, loss);
        }
    }

    @Test
    void requestIsAnsweredOnceWhateverTheServerSays() throws Exception {
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.stream();
                                    reply.chunk("id: e-1\ndata: " + answer(1) + "\n\n");
                                    reply.chunk("id: e-2\ndata: " + answer(1) + "\n\n");
                                    reply.cut();
                                }));

        link.send(call(1));
        link.send(call(2));

        // The second request is answered by nobody, and goes on where its stream broke.
        heard.await(
                () -> heard.told().stream().anyMatch(what -> what.startsWith("lost 2 BROKEN: ")));
        assertThat(heard.told()).filteredOn(what -> what.startsWith("lost")).hasSize(1);
        assertThat(at.received("GET")).hasSize(1);
    }

    @Test
    void bodyOfJsonMayComeByteByByte() throws Exception {
        ServerLink link =
                at.begun(
                        at.calls(
                                (request, reply) -> {
                                    reply.chunked("Content-Type: application/json");
                                    for (char each : answer(1).toCharArray()) {
                                        reply.chunk(String.valueOf(each));
                                    }
                                    reply.end();
                                }));

        link.send(call(1));

        heard.awaitTold("1> " + answer(1));
    }

    @Test
    void closedLinkTellsNothingAndLeavesNothingAtTheServer() throws Exception {
        CountDownLatch streams = new CountDownLatch(2);
        CountDownLatch left = new CountDownLatch(3);
        ServerLink link =
                at.begun(
                        at.script(
                                (request, reply) -> {
                                    if (request.method().equals("GET") || isCall(request)) {
                                        if (!isCall(request) || idOf(request) == 1) {
                                            reply.stream();
                                            reply.event(said(1));
                                        }
                                        streams.countDown();
                                        reply.awaitLeft();
                                        left.countDown();
                                        return true;
                                    }
                                    return false;
                                }));
        link.send(message(READY));
        link.send(call(1));
        link.send(call(2));
        streams.await();
        heard.await(() -> heard.told().size() == 2);
        heard.forget();

        link.close();
        link.close();
        link.send(call(3));
        link.pause();
        link.resume();

        left.await();
        heard.await(() -> at.received("DELETE").size() == 1);
        assertThat(at.received("DELETE").getFirst().header("Mcp-Session-Id")).isEqualTo("up-1");
        assertThat(at.received("DELETE").getFirst().header("MCP-Protocol-Version"))
                .isEqualTo(REVISION);
        assertThat(at.received("POST")).noneMatch(post -> post.body().contains("\"id\":3"));
        assertThat(heard.told()).isEmpty();
    }

    @Test
    void nothingIsLeftOfManyLinks() throws Exception {
        int many = 300;
        AtomicInteger heldOpen = new AtomicInteger();
        HttpLinks links =
                at.script(
                        (request, reply) -> {
                            boolean get = request.method().equals("GET");
                            if (get && request.header("Last-Event-ID") == null) {
                                // Most streams are open as the links close; some wait to be opened.
                                reply.stream();
                                reply.event(said(1));
                                if (heldOpen.incrementAndGet() % 3 == 0) {
                                    reply.cut();
                                } else {
                                    reply.awaitLeft();
                                }
                                return true;
                            }
                            if (isCall(request)) {
                                if (idOf(request) % 2 == 0) {
                                    reply.stream();
                                    reply.chunk("id: e-1\nretry: 9000000\ndata:\n\n");
                                    reply.cut();
                                } else {
                                    reply.awaitLeft();
                                }
                                return true;
                            }
                            return false;
                        });
        List<WeakReference<ServerLink>> opened = openMany(links, many);

        heard.await(() -> at.received("DELETE").size() == many);
        // Unused connections go after four seconds.
        heard.await(() -> at.connections() == 0);
        heard.await(
                () -> {
                    System.gc();
                    return opened.stream().allMatch(link -> link.refersTo(null));
                });
    }

    private List<WeakReference<ServerLink>> openMany(HttpLinks links, int many) {
        List<ServerLink> opened = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Heard one = new Heard();
            ServerLink link = links.open(SESSION, one);
            opened.add(link);
            link.send(initialize());
            one.awaitTold("0> " + INITIALIZED);
            link.send(message(READY));
            link.send(call(i));
        }
        heard.await(() -> at.received("GET").size() >= many);
        heard.await(() -> at.received("POST").size() == 3 * many);
        opened.forEach(ServerLink::close);
        return opened.stream().map(WeakReference::new).toList();
    }

    @Test
    void listenerThatFailsEndsItsLinkOnly() throws Exception {
        HttpLinks links = at.usual();
        Heard failing =
                new Heard() {
                    @Override
                    public void received(byte[] message, @Nullable Id within) {
                        throw new IllegalStateException("a fault of ours");
                    }
                };
        ServerLink other = at.begun(links);
        ServerLink link = links.open(SESSION, failing);

        link.send(initialize());

        failing.awaitTold("ended: the gateway failed");
        other.send(call(1));
        heard.awaitTold("1> " + answer(1));
        heard.await(() -> at.received("DELETE").size() == 1);
    }

    @Test
    void manyThreadsMaySendAndCloseAtOnce() throws Exception {
        HttpLinks links = at.usual();
        for (int round = 0; round < 20; round++) {
            ServerLink link = at.begun(links);
            List<Thread> threads = new ArrayList<>();
            for (int i = 1; i <= 8; i++) {
                int id = i;
                threads.add(
                        Thread.ofVirtual()
                                .start(
                                        () -> {
                                            link.send(call(id));
                                            link.pause();
                                            link.resume();
                                            if (id == 8) {
                                                link.close();
                                            }
                                        }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            int closed = round + 1;
            heard.await(() -> at.received("DELETE").size() == closed);
            heard.forget();
        }
    }
}
