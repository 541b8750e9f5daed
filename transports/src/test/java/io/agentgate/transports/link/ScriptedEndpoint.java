package io.agentgate.transports.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A server of Streamable HTTP that does what every one does, and else what a test says; and an
 * event loop from which links to it are opened.
 */
final class ScriptedEndpoint implements AutoCloseable {
    static final SessionIdentity SESSION = new SessionIdentity("s1", "agent", "caller", "server");
    static final String REVISION = "2025-11-25";
    static final Pauses BRIEF =
            new Pauses(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMillis(20));
    static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-11-25\"}}";
    static final String READY = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    final Heard heard = new Heard();
    final CountDownLatch over = new CountDownLatch(1);
    final LinkHome home;
    @Nullable WireServer server;

    /** What a server does that is not the usual. */
    interface Special {
        /**
         * @return false for the usual
         */
        boolean handle(Received request, Reply reply) throws IOException, InterruptedException;
    }

    /**
     * @param directory an empty one
     */
    ScriptedEndpoint(Path directory) throws Exception {
        home = new LinkHome(directory);
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        List<RuntimeException> faults = List.copyOf(home.faults());
        home.close();
        if (server != null) {
            server.close();
        }
        assertThat(faults).isEmpty();
    }

    /** The links of a server that does only what is usual. */
    HttpLinks usual() throws Exception {
        return script((request, reply) -> false);
    }

    /** The links of a server that answers calls so. */
    HttpLinks calls(WireServer.Handler handler) throws Exception {
        return script(
                (request, reply) -> {
                    boolean call = isCall(request);
                    if (call) {
                        handler.handle(request, reply);
                    }
                    return call;
                });
    }

    /** The links of a server that answers so who listens to it. */
    HttpLinks gets(WireServer.Handler handler) throws Exception {
        return script(
                (request, reply) -> {
                    boolean get = request.method().equals("GET");
                    if (get) {
                        handler.handle(request, reply);
                    }
                    return get;
                });
    }

    HttpLinks script(Special special) throws Exception {
        server =
                new WireServer(
                        (request, reply) -> {
                            if (!special.handle(request, reply)) {
                                usual(request, reply);
                            }
                        });
        return home.links(settings(server.at("/mcp")), BRIEF);
    }

    static UpstreamSettings settings(URI uri) {
        return new UpstreamSettings(uri, "server", List.of());
    }

    static void usual(Received request, Reply reply) throws IOException {
        if (request.method().equals("GET")) {
            reply.answer(405, "");
        } else if (request.body().contains("\"initialize\"")) {
            reply.json(INITIALIZED, "Mcp-Session-Id: up-1");
        } else if (isCall(request)) {
            reply.json(answer(idOf(request)));
        } else {
            reply.answer(202, "");
        }
    }

    static boolean isCall(Received request) {
        return request.body().contains("tools/call");
    }

    static int idOf(Received request) {
        return Integer.parseInt(request.body().replaceAll(".*\"id\":(\\d+).*", "$1"));
    }

    static String answer(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
    }

    static String said(int number) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":"
                + number
                + "}}";
    }

    static Outgoing message(String text) {
        return new Outgoing(Frame.of(text.getBytes(UTF_8)), null, REVISION, null);
    }

    static Outgoing call(int id) {
        String text =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\"tools/call\",\"params\":{\"name\":\"ask\"}}";
        return new Outgoing(Frame.of(text.getBytes(UTF_8)), Id.of(id), REVISION, null);
    }

    static Outgoing initialize() {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{}}";
        return new Outgoing(Frame.of(text.getBytes(UTF_8)), Id.of(0), null, null);
    }

    /** A link whose session is begun, of which nothing was told yet. */
    ServerLink begun(HttpLinks links) {
        ServerLink link = links.open(SESSION, heard);
        link.send(initialize());
        heard.awaitTold("0> " + INITIALIZED);
        heard.forget();
        return link;
    }

    List<Received> received(String method) {
        return Objects.requireNonNull(server).received().stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    int connections() {
        return Objects.requireNonNull(server).connections();
    }
}
