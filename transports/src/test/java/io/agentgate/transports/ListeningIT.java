package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of the stateless era that listen to servers of every kind. */
@Timeout(60)
class ListeningIT {
    private static final int MOST = 8;

    private WireServer server;
    private RealGateway gateway;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        server = new WireServer(ListeningIT::handle);
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(
                                new ServerSettings.OverHttp(
                                        new UpstreamSettings(server.at("/mcp"), "web", List.of())),
                                new ServerSettings.OverLinks(
                                        "program", new ScriptedLinks("2026-07-28")),
                                new ServerSettings.OverLinks(
                                        "older",
                                        new ScriptedLinks(
                                                "2025-11-25",
                                                "{\"tools\":{\"listChanged\":true}}"))),
                        Authentication.NONE,
                        new SharedMemory().member("alone"),
                        2);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        server.close();
    }

    private static void handle(Received request, Reply reply) throws IOException {
        String id = ScriptedLinks.Link.id(request.body());
        if (request.body().contains("server/discover")) {
            reply.json(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                            + id
                            + ",\"result\":{\"resultType\":\"complete\","
                            + "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{},"
                            + "\"ttlMs\":0,\"cacheScope\":\"private\"}}");
        } else {
            reply.stream();
            reply.event(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                            + "\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                            + id
                            + "},\"notifications\":{}}}");
            reply.awaitLeft();
            reply.cut();
        }
    }

    private WireClient listen(String server) throws IOException {
        Stateless client = new Stateless("/servers/" + server + "/mcp", "{}");
        WireClient wire = new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
        wire.send(
                client.request(
                        "\"s\"",
                        "subscriptions/listen",
                        "\"notifications\":{\"toolsListChanged\":true}"));
        return wire;
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "program", "older"})
    void oneCallerListensOnAFewStreamsAtOnce(String server) throws Exception {
        List<WireClient> listening = new ArrayList<>();
        try {
            for (int each = 0; each < MOST; each++) {
                WireClient one = listen(server);
                listening.add(one);
                assertThat(one.head().status()).isEqualTo(200);
            }
            try (WireClient more = listen(server)) {
                Answer refused = more.answer();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("60");
                assertThat(refused.body()).contains("\"id\":\"s\"", "too many such streams");
            }
            listening.removeFirst().close();
            listening.add(listensOnceThereIsRoom(server));
        } finally {
            for (WireClient each : listening) {
                each.close();
            }
        }
    }

    /** That a client has left is known to the gateway in a moment. */
    private WireClient listensOnceThereIsRoom(String server) throws IOException {
        while (true) {
            WireClient next = listen(server);
            if (next.head().status() == 200) {
                return next;
            }
            next.close();
        }
    }
}
