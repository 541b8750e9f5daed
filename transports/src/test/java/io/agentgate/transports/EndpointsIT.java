package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import io.agentgate.transports.upstream.Instances;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is reached at several endpoints. */
@Timeout(60)
class EndpointsIT {
    private static final String WEB = "/servers/web/mcp";
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}";

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private WireServer one;
    private WireServer two;
    private Instances endpoints;
    private RealGateway gateway;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        one = new WireServer((request, reply) -> handle("one", request, reply));
        two = new WireServer((request, reply) -> handle("two", request, reply));
        UpstreamSettings settings = new UpstreamSettings(one.at("/mcp"), "web", List.of());
        endpoints =
                Instances.several(
                        settings,
                        List.of(one.at("/mcp"), two.at("/mcp")),
                        Duration.ofSeconds(1),
                        said::add,
                        System::nanoTime);
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(
                                new ServerSettings.OverHttp(settings, endpoints, 0),
                                new ServerSettings.OverLinks(
                                        "other", new ScriptedLinks("2025-11-25"))),
                        Authentication.NONE,
                        new SharedMemory().member("alone"),
                        2);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        one.close();
        two.close();
    }

    private static void handle(String name, Received request, Reply reply) throws IOException {
        String body = request.body();
        if (body.contains("\"initialize\"")) {
            reply.json(
                    INITIALIZED.replace("ID", ScriptedLinks.Link.id(body)),
                    "Mcp-Session-Id: " + name);
        } else if (body.contains("\"method\":\"tools/call\"")) {
            reply.json(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                            + ScriptedLinks.Link.id(body)
                            + ",\"result\":{\"content\":[],\"by\":\""
                            + name
                            + " for "
                            + request.header("Mcp-Session-Id")
                            + "\"}}");
        } else {
            reply.answer(request.method().equals("GET") ? 405 : 202, "");
        }
    }

    private static String post(String path, @Nullable String session, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n"
                + (session == null ? "" : "Mcp-Session-Id: " + session + "\r\n")
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private Answer say(String path, @Nullable String session, String body) throws IOException {
        try (WireClient client = new WireClient(URI.create("http://127.0.0.1:" + gateway.port()))) {
            return client.send(post(path, session, body)).answer();
        }
    }

    private String begin(String path) throws IOException {
        Answer answer = say(path, null, INITIALIZE);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Objects.requireNonNull(answer.header("Mcp-Session-Id"));
    }

    private Answer call(String session) throws IOException {
        return say(
                WEB,
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}");
    }

    /** Who serves a session. */
    private String server(String session) throws IOException {
        String body = call(session).body();
        assertThat(body).containsAnyOf("one for one", "two for two");
        return body.contains("one for one") ? "one" : "two";
    }

    private List<String> servers(int sessions) throws IOException {
        List<String> servers = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            servers.add(server(begin(WEB)));
        }
        return servers;
    }

    private String news() throws InterruptedException {
        return String.valueOf(said.poll(20, TimeUnit.SECONDS));
    }

    /** A server at a port that another had before. */
    static WireServer at(int port, WireServer.Handler handler) throws IOException {
        return new WireServer(
                handler,
                new ServerSocketFactory() {
                    @Override
                    public ServerSocket createServerSocket(
                            int any, int backlog, InetAddress address) throws IOException {
                        ServerSocket socket = new ServerSocket();
                        socket.setReuseAddress(true);
                        socket.bind(new InetSocketAddress(address, port), backlog);
                        return socket;
                    }

                    @Override
                    public ServerSocket createServerSocket(int any, int backlog) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public ServerSocket createServerSocket(int any) {
                        throw new UnsupportedOperationException();
                    }
                });
    }

    @Test
    void sessionsAreSpreadAndEachStaysWhereItBegan() throws Exception {
        assertThat(servers(6)).contains("one", "two");
        String session = begin(WEB);
        String first = server(session);
        for (int again = 0; again < 4; again++) {
            assertThat(server(session)).isEqualTo(first);
        }
    }

    @Test
    void anEndpointThatDiesTakesItsSessionsAloneAndComesBack() throws Exception {
        String lost = begin(WEB);
        if (server(lost).equals("two")) {
            lost = begin(WEB);
        }
        assertThat(server(lost)).isEqualTo("one");
        int port = one.at("/").getPort();
        one.close();

        for (int each = 0; each < 5; each++) {
            assertThat(call(lost).body()).contains("\"error\"");
        }
        assertThat(servers(4)).containsOnly("two");
        assertThat(news())
                .startsWith(
                        "endpoint http://127.0.0.1:" + port + "/mcp of server web takes nothing")
                .contains("Connection refused");
        assertThat(endpoints.states())
                .extracting(Instances.State::out)
                .containsExactly(true, false);
        assertThat(call(lost).status()).as("so that the client begins another").isEqualTo(404);

        one = at(port, (request, reply) -> handle("one", request, reply));

        assertThat(news())
                .isEqualTo("endpoint http://127.0.0.1:" + port + "/mcp of server web is back");
        assertThat(servers(4)).contains("one", "two");
    }

    @Test
    void whoeverBeginsIsNotToldOfAnEndpointThatIsNotThere() throws Exception {
        one.close();

        assertThat(servers(3)).containsOnly("two");
        for (int each = 0; each < 3; each++) {
            String session = begin("/mcp");
            Answer _ =
                    say(
                            "/mcp",
                            session,
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            assertThat(
                            say(
                                            "/mcp",
                                            session,
                                            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\","
                                                + "\"params\":{\"name\":\"web__a\"}}")
                                    .body())
                    .contains("two for two");
        }
        assertThat(endpoints.states())
                .extracting(Instances.State::inProgress)
                .containsExactly(0, 0);
    }
}
