package io.agentgate.gateway.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link under test, with a server below that a test plays, and a client above that is recorded.
 */
final class TestBridge {
    static final String CAPABILITIES = "{\"elicitation\":{},\"sampling\":{},\"roots\":{}}";

    static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2025-06-18\",\"capabilities\":"
                    + CAPABILITIES
                    + ",\"clientInfo\":{\"name\":\"tester\",\"version\":\"1\"}}}";

    static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    /** What goes with all requests. */
    static final String META =
            "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":"
                    + CAPABILITIES
                    + ",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"tester\",\"version\":\"1\"}";

    static final String DISCOVERED =
            "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                + "\"capabilities\":{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true}},\"instructions\":\"Be"
                + " kind.\",\"ttlMs\":0,"
                + "\"cacheScope\":\"private\",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                + "{\"name\":\"modern\",\"version\":\"7\"}}}";

    private long now;
    final ServerEras eras = new ServerEras(() -> now);
    final Server server = new Server();
    final Client client = new Client();
    final Deque<Runnable> timers = new ArrayDeque<>();
    final List<Duration> pauses = new ArrayList<>();
    private final ServerLink link;

    TestBridge() {
        HandshakeLinks links =
                new HandshakeLinks(
                        server,
                        eras,
                        (pause, then) -> {
                            pauses.add(pause);
                            timers.add(then);
                        });
        try {
            link = links.open(new SessionIdentity("s", "agent", "caller", "files"), client);
        } catch (LinkException none) {
            throw new AssertionError(none);
        }
    }

    /** One whose server was found to speak the stateless era only. */
    static TestBridge stateless() {
        return stateless(DISCOVERED);
    }

    static TestBridge stateless(String discovered) {
        return stateless(discovered, INITIALIZE);
    }

    /** The same with a client that declares other capabilities. */
    static TestBridge declaring(String capabilities) {
        return stateless(DISCOVERED, INITIALIZE.replace(CAPABILITIES, capabilities));
    }

    private static TestBridge stateless(String discovered, String initialize) {
        TestBridge bridge = new TestBridge();
        bridge.send(initialize);
        bridge.server.fails(bridge.server.next(), -32022);
        bridge.server.answers(bridge.server.next(), discovered);
        assertThat(bridge.client.next()).contains("protocolVersion");
        // Of how long the answer was waited for.
        bridge.pauses.clear();
        bridge.timers.clear();
        return bridge;
    }

    /** The client says something. */
    void send(String text) {
        Message message = scan(text, Peer.CLIENT);
        Id awaits = message instanceof Request request ? request.id() : null;
        link.send(new ServerLink.Outgoing(message.frame(), awaits, null, null));
    }

    void request(int id, String method, String params) {
        send(
                "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
                        .formatted(id, method, params));
    }

    void answer(Request asked, String result) {
        send("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(asked.id(), result));
    }

    void cancel(int id) {
        send(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":"
                        + "{\"requestId\":%d}}".formatted(id));
    }

    ServerLink link() {
        return link;
    }

    /** What was left for later is done. */
    void ring() {
        timers.remove().run();
    }

    /** Time goes by. */
    void advance(Duration by) {
        now += by.toNanos();
    }

    static Message scan(String text, Peer peer) {
        return (Message) new Scanner(Session.SERVER_LIMITS, peer).scan(text.getBytes(UTF_8));
    }

    /** The server below. */
    static final class Server implements Links {
        final Deque<ServerLink.Outgoing> got = new ArrayDeque<>();
        final List<Id> givenUp = new ArrayList<>();
        final List<LinkListener> opened = new ArrayList<>();
        int closed;
        @Nullable LinkException refusal;

        @Override
        public ServerLink open(SessionIdentity session, LinkListener listener)
                throws LinkException {
            if (refusal != null) {
                LinkException why = refusal;
                refusal = null;
                throw why;
            }
            opened.add(listener);
            return new ServerLink() {
                @Override
                public void send(Outgoing message) {
                    got.add(message);
                }

                @Override
                public void giveUp(Id request, Frame cancellation) {
                    givenUp.add(request);
                }

                @Override
                public void pause() {}

                @Override
                public void resume() {}

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        /** The next request it got. */
        Request next() {
            return (Request) scan(got.remove().frame().text(), Peer.CLIENT);
        }

        /** What HTTP would say of the next request it got. */
        Mirror head() {
            return Objects.requireNonNull(got.element().mirror());
        }

        void says(String message, @Nullable Id within) {
            opened.getLast().received(message.getBytes(UTF_8), within);
        }

        void answers(Request asked, String result) {
            says(
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(asked.id(), result),
                    asked.id());
        }

        void fails(Request asked, int code) {
            says(
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"no\"}}"
                            .formatted(asked.id(), code),
                    asked.id());
        }

        void notifies(String method, String params, @Nullable Id within) {
            says(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}"
                            .formatted(method, params),
                    within);
        }

        void loses(Request asked, Loss loss) {
            opened.getLast().lost(asked.id(), loss, "lost");
        }
    }

    /** The client above: what it heard. */
    static final class Client implements LinkListener {
        final Deque<String> heard = new ArrayDeque<>();

        @Override
        public void received(byte[] message, @Nullable Id within) {
            heard.add(new String(message, UTF_8) + (within == null ? "" : " within " + within));
        }

        @Override
        public void oversized(byte[] head, byte[] tail) {
            heard.add("oversized");
        }

        @Override
        public void lost(Id request, Loss loss, String reason) {
            heard.add("lost " + request + " " + loss + ": " + reason);
        }

        @Override
        public void ended(String reason) {
            heard.add("ended: " + reason);
        }

        String next() {
            return heard.remove();
        }

        /** What the server asks it next. */
        Request asked() {
            String text = heard.remove();
            int within = text.lastIndexOf(" within ");
            return (Request) scan(within < 0 ? text : text.substring(0, within), Peer.SERVER);
        }

        Response answer() {
            return (Response) scan(heard.remove(), Peer.SERVER);
        }

        /** The method of a notification it hears next. */
        String notified() {
            String text = heard.remove();
            int within = text.lastIndexOf(" within ");
            return ((Notification) scan(within < 0 ? text : text.substring(0, within), Peer.SERVER))
                    .method();
        }
    }
}
