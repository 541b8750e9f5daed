package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that do not answer in time, however they are reached. */
@Timeout(60)
class TimeoutsIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}";
    private static final String TOO_LATE = "the server did not answer within 1 s";

    /** A second for the tool that hangs; everything else may take long. */
    private static final Timeouts ONE_SECOND = Timeouts.ofSeconds(300, Map.of("hang", 1));

    private final ScriptedLinks links = new ScriptedLinks("2025-11-25");
    private final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private WireServer server;
    private RealGateway gateway;
    private boolean streams;
    private boolean beginsNothing;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        server = new WireServer(this::handle);
        gateway = gateway(scratch, ONE_SECOND);
    }

    private RealGateway gateway(Path scratch, Timeouts timeouts) throws Exception {
        UpstreamSettings direct =
                new UpstreamSettings(
                        server.at("/mcp"),
                        "direct",
                        List.of(),
                        new UpstreamCredential.None(),
                        new Secrets(Map.of()),
                        null,
                        timeouts);
        return new RealGateway(
                scratch,
                new ListenerSettings("127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                List.of(
                        new ServerSettings.OverHttp(direct),
                        new ServerSettings.OverLinks("linked", links, timeouts)),
                Authentication.NONE,
                new SharedMemory().member("alone"),
                2);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        server.close();
    }

    private void handle(Received request, Reply reply) throws IOException {
        String body = request.body();
        if (body.contains("\"hang\"") || (beginsNothing && body.contains("\"initialize\""))) {
            if (streams) {
                reply.stream();
            }
            reply.awaitLeft();
            left.countDown();
            reply.cut();
        } else if (body.contains("\"initialize\"")) {
            reply.json(
                    INITIALIZED.replace("ID", ScriptedLinks.Link.id(body)), "Mcp-Session-Id: up-1");
        } else if (body.contains("notifications/cancelled")) {
            cancelled.add(request.header("Mcp-Session-Id") + " " + body);
            reply.answer(202, "");
        } else if (body.contains("tools/call")) {
            reply.json(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                            + ScriptedLinks.Link.id(body)
                            + ",\"result\":{\"content\":[]}}");
        } else {
            reply.answer(request.method().equals("GET") ? 405 : 202, "");
        }
    }

    private WireClient connect() throws IOException {
        return new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
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

    private static String call(int id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
                .formatted(id, tool);
    }

    private static String begin(WireClient client, String path) throws IOException {
        Answer answer = client.send(post(path, null, INITIALIZE)).answer();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Objects.requireNonNull(answer.header("Mcp-Session-Id"));
    }

    private String cancelledAtServer() throws InterruptedException {
        String next = cancelled.poll(20, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    @Test
    void anExchangeIsGivenUpAndTheServerHearsOfItInItsSession() throws Exception {
        try (WireClient client = connect()) {
            String session = begin(client, "/servers/direct/mcp");

            client.send(post("/servers/direct/mcp", session, call(5, "hang")));

            assertThat(client.answer().body()).contains("\"id\":5", "-32603", TOO_LATE);
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(cancelledAtServer())
                    .startsWith("up-1 ")
                    .contains("\"requestId\":5", TOO_LATE);
            assertThat(
                            client.send(post("/servers/direct/mcp", session, call(6, "go")))
                                    .answer()
                                    .body())
                    .contains("\"result\"");
        }
    }

    @Test
    void aStreamThatSaysNothingEndsWithTheError() throws Exception {
        streams = true;
        try (WireClient client = connect()) {
            String session = begin(client, "/servers/direct/mcp");

            client.send(post("/servers/direct/mcp", session, call(5, "hang")));

            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.message()).contains("\"id\":5", TOO_LATE);
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(cancelledAtServer()).contains("\"requestId\":5");
        }
    }

    @Test
    void initializeIsGivenUpWithoutAWordToTheServer(@TempDir Path other) throws Exception {
        gateway.close();
        gateway = gateway(other, Timeouts.ofSeconds(1, Map.of()));
        beginsNothing = true;
        try (WireClient client = connect()) {
            Answer answer = client.send(post("/servers/direct/mcp", null, INITIALIZE)).answer();

            assertThat(answer.body()).contains("\"id\":0", TOO_LATE);
            assertThat(answer.header("Mcp-Session-Id")).isNull();
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aServerBehindALinkIsToldToo() throws Exception {
        try (WireClient client = connect()) {
            String session = begin(client, "/servers/linked/mcp");

            client.send(post("/servers/linked/mcp", session, call(5, "hang")));

            assertThat(links.last().told()).isEqualTo(call(5, "hang"));
            // The answer may come on a stream that is opened after a moment of silence.
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.message()).contains("\"id\":5", TOO_LATE);
            assertThat(links.last().told())
                    .contains("notifications/cancelled", "\"requestId\":5", TOO_LATE);
        }
    }

    @Test
    void serversShownAsOneHaveEachTheirOwn() throws Exception {
        try (WireClient client = connect()) {
            String session = begin(client, "/mcp");
            assertThat(
                            client.send(
                                            post(
                                                    "/mcp",
                                                    session,
                                                    "{\"jsonrpc\":\"2.0\",\"method\":"
                                                            + "\"notifications/initialized\"}"))
                                    .answer()
                                    .status())
                    .isEqualTo(202);

            client.send(post("/mcp", session, call(5, "direct__hang")));

            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.message()).contains("\"id\":5", TOO_LATE);
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(cancelledAtServer()).startsWith("up-1 ").contains("\"requestId\":5");
        }
    }
}
