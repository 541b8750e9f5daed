package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of Streamable HTTP and servers of HTTP+SSE, which come, change and go. */
@Timeout(60)
class SseRouteIT {
    private static final long PATIENCE_SECONDS = 20;
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2024-11-05\"}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Server one = new Server();
    private final Server two = new Server();
    private final ServerSettings settingsOfOne = one.settings("one", "1");
    private RealGateway gateway;

    /** A server that answers all it is asked, on one stream. */
    private static final class Server implements AutoCloseable {
        private final WireServer wire = listen();
        private final BlockingQueue<Reply> opened = new LinkedBlockingQueue<>();
        private final BlockingQueue<Reply> left = new LinkedBlockingQueue<>();
        private volatile @Nullable Reply stream;

        private WireServer listen() {
            try {
                return new WireServer(this::handle);
            } catch (IOException cannot) {
                throw new AssertionError(cannot);
            }
        }

        private void handle(Received request, Reply reply) throws IOException {
            if (request.method().equals("GET")) {
                reply.stream("Connection: close");
                stream = reply;
                reply.chunk("event: endpoint\ndata: /messages\n\n");
                opened.add(reply);
                try {
                    reply.awaitLeft();
                } finally {
                    left.add(reply);
                }
                return;
            }
            Reply to = stream;
            if (to != null && request.body().contains("\"id\"")) {
                to.event(request.body().contains("\"initialize\"") ? INITIALIZED : RESULT);
            }
            reply.answer(202, "");
        }

        ServerSettings settings(String name, String header) {
            return new ServerSettings.OverSse(
                    new UpstreamSettings(
                            wire.at("/sse"), name, List.of(Map.entry("X-Version", header))));
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(settingsOfOne, two.settings("two", "1")),
                        Authentication.NONE,
                        new SharedMemory().member("alone"),
                        2);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        one.close();
        two.close();
        http.close();
    }

    private McpClient client(String server) {
        return new McpClient(
                http,
                URI.create("http://127.0.0.1:" + gateway.port() + "/servers/" + server + "/mcp"),
                null);
    }

    @Test
    void clientSpeaksStreamableHttpAndTheServerAnswersOnItsStream() throws Exception {
        String session = client("one").begin();

        HttpResponse<String> answer = client("one").call(session);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(RESULT);
        assertThat(one.wire.received())
                .allMatch(request -> "1".equals(request.header("X-Version")))
                .noneMatch(request -> session.equals(request.header("Mcp-Session-Id")));
    }

    @Test
    void eachSessionHasAStreamOfItsOwnAndEndsWithIt() throws Exception {
        String session = client("one").begin();
        Reply stream = one.opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(stream).isNotNull();
        String other = client("one").begin();

        stream.cut();

        assertThat(client("one").call(other).statusCode()).isEqualTo(200);
        // Until the end has come through, the call is lost; from then on there is no session.
        HttpResponse<String> late = client("one").call(session);
        while (late.statusCode() == 200) {
            assertThat(late.body()).contains("the server's stream broke");
            late = client("one").call(session);
        }
        assertThat(late.statusCode()).isEqualTo(404);
        assertThat(gateway.sessions()).isEqualTo(1);
    }

    @Test
    void serversChangeAndGoWithoutEndingSessionsOfOthers() throws Exception {
        String stays = client("one").begin();
        String goes = client("two").begin();

        gateway.serve(List.of(settingsOfOne, two.settings("two", "2")));

        assertThat(client("two").call(goes).statusCode()).isEqualTo(404);
        assertThat(two.left.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(client("two").call(client("two").begin()).body()).isEqualTo(RESULT);
        assertThat(two.wire.received().getLast().header("X-Version")).isEqualTo("2");

        gateway.serve(List.of(settingsOfOne));

        assertThat(two.left.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(client("one").call(stays).body()).isEqualTo(RESULT);
        assertThat(one.left).isEmpty();
    }
}
