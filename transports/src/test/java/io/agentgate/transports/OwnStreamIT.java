package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.embedded.memory.LocalSessionDirectory;
import io.agentgate.embedded.memory.NoReplicas;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.session.Membership;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stream of what a server says on its own. */
@Timeout(60)
class OwnStreamIT {
    private final CountDownLatch over = new CountDownLatch(1);

    private void serve(Received request, Reply reply) throws IOException, InterruptedException {
        if (request.method().equals("GET")) {
            reply.stream();
            reply.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
            over.await();
        } else {
            reply.json("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}", "Mcp-Session-Id: u");
        }
    }

    /** Else a server that is far away would have the client's next requests before it. */
    @Test
    void streamIsOpenedOnAConnectionThatIsThere(@TempDir Path scratch) throws Exception {
        try (WireServer server = new WireServer(this::serve);
                HttpClient http = HttpClient.newHttpClient();
                RealGateway gateway =
                        new RealGateway(
                                scratch,
                                new ListenerSettings(
                                        "127.0.0.1",
                                        0,
                                        ListenerSettings.THIS_MACHINE,
                                        Set.of(),
                                        null),
                                server.at("/mcp"),
                                Authentication.NONE,
                                new Membership(
                                        "w",
                                        new LocalSessionDirectory(),
                                        new NoReplicas("w"),
                                        false))) {
            URI at = URI.create("http://127.0.0.1:" + gateway.port() + "/mcp");
            McpClient client = new McpClient(http, at, null);
            String session = client.begin();

            HttpResponse<InputStream> stream =
                    http.send(
                            client.request().header("Mcp-Session-Id", session).GET().build(),
                            BodyHandlers.ofInputStream());

            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(1);
            over.countDown();
            stream.body().close();
        }
    }
}
