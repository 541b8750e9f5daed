package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.testkit.http.WireServer;
import io.agentgate.transports.entrance.Authentication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients and servers of Streamable HTTP that speak the stateless era. */
@Timeout(60)
class StatelessIT {
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String READ =
            "{\"jsonrpc\":\"2.0\", \"id\":\"a\",\"method\":\"tools/call\","
                    + "\"params\":{\"name\":\"read\",\"arguments\":{\"region\":\"us\"},"
                    + META
                    + "}}";
    private static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"resultType\":\"complete\",\"content\":[]}}";
    private static final String UNKNOWN =
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32601,\"message\":\"unknown\"}}";

    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private WireServer server;
    private RealGateway gateway;
    private WireClient client;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        server = new WireServer(this::handle);
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        server.at("/mcp"),
                        Authentication.NONE,
                        new SharedMemory().member("alone"));
        client = connect();
    }

    private WireClient connect() throws IOException {
        return new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        server.close();
    }

    private void handle(Received request, Reply reply) throws IOException {
        String body = request.body();
        if (body.contains("server/discover")) {
            reply.json(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                            + ScriptedLinks.Link.id(body)
                            + ",\"result\":{\"resultType\":\"complete\","
                            + "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{},"
                            + "\"ttlMs\":0,\"cacheScope\":\"private\"}}");
        } else if (body.contains("\"hang\"") || body.contains("\"drip\"")) {
            if (body.contains("\"drip\"")) {
                reply.stream();
                reply.event(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}");
            }
            arrived.countDown();
            reply.awaitLeft();
            left.countDown();
            reply.cut();
        } else if (body.contains("tools/unknown")) {
            reply.answer(404, UNKNOWN, "Content-Type: application/json");
        } else if (body.contains("notifications/")) {
            reply.answer(202, "");
        } else {
            reply.json(RESULT, "Mcp-Session-Id: none-of-ours");
        }
    }

    private static String post(String body, String... headers) {
        return "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n"
                + String.join("\r\n", headers)
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static String call(String name) {
        return post(
                READ.replace("\"read\"", "\"" + name + "\""),
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: tools/call",
                "Mcp-Name: " + name);
    }

    private Received lastReceived() {
        return server.received().getLast();
    }

    private long calls() {
        return server.received().stream()
                .filter(request -> request.body().contains("tools/"))
                .count();
    }

    @Test
    void aRequestAndItsAnswerPassAsTheyAre() throws IOException {
        Answer answer =
                client.send(
                                post(
                                        READ,
                                        "MCP-Protocol-Version: 2026-07-28",
                                        "Mcp-Method: tools/call",
                                        "mcp-name: =?base64?cmVhZA==?=",
                                        "Mcp-Param-Region: us",
                                        "Mcp-Session-Id: of-another-era"))
                        .answer();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(RESULT);
        assertThat(answer.header("Mcp-Session-Id")).isNull();
        Received received = lastReceived();
        assertThat(received.body()).isEqualTo(READ);
        assertThat(received.header("MCP-Protocol-Version")).isEqualTo("2026-07-28");
        assertThat(received.header("Mcp-Method")).isEqualTo("tools/call");
        assertThat(received.header("Mcp-Name")).isEqualTo("=?base64?cmVhZA==?=");
        assertThat(received.header("Mcp-Param-Region")).isEqualTo("us");
        assertThat(received.header("Mcp-Session-Id")).isNull();
    }

    @Test
    void whatAHeadMisrepresentsReachesNoServer() throws IOException {
        Answer other =
                client.send(
                                post(
                                        READ,
                                        "MCP-Protocol-Version: 2026-07-28",
                                        "Mcp-Method: tools/call",
                                        "Mcp-Name: write"))
                        .answer();

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.body()).contains("\"id\":\"a\"", "-32020");
        Answer older = client.send(post(READ, "MCP-Protocol-Version: 2025-11-25")).answer();
        assertThat(older.status()).isEqualTo(400);
        assertThat(older.body()).contains("\"id\":\"a\"", "-32020");
        Answer none = client.send(post(READ, "X-Nothing: at all")).answer();
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.body()).contains("\"id\":\"a\"", "-32020");
        assertThat(calls()).isZero();
    }

    @Test
    void aHeaderThatStandsTwiceIsRefused() throws IOException {
        for (String twice : new String[] {"Mcp-Name: read", "Mcp-Method: x", "Mcp-Param-A: 1"}) {
            try (WireClient another = connect()) {
                Answer answer =
                        another.send(post(READ, "MCP-Protocol-Version: 2026-07-28", twice, twice))
                                .answer();
                assertThat(answer.status()).as(twice).isEqualTo(400);
            }
        }
        assertThat(calls()).isZero();
    }

    @Test
    void anUnknownRevisionIsAnsweredWithThoseThatAreSpoken() throws IOException {
        Answer answer =
                client.send(
                                post(
                                        READ.replace("2026-07-28", "2099-01-01"),
                                        "MCP-Protocol-Version: 2099-01-01",
                                        "Mcp-Method: tools/call",
                                        "Mcp-Name: read"))
                        .answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"id\":\"a\"", "-32022", "\"supported\":[\"2026-07-28\"", "2099-01-01");
        assertThat(calls()).isZero();
    }

    @Test
    void methodsThatAreNotThereAreNotFound() throws IOException {
        Answer removed =
                client.send(
                                post(
                                        READ.replace("tools/call", "ping"),
                                        "MCP-Protocol-Version: 2026-07-28",
                                        "Mcp-Method: ping"))
                        .answer();
        assertThat(removed.status()).isEqualTo(404);
        assertThat(removed.body()).contains("-32601");

        Answer unknown =
                client.send(
                                post(
                                        READ.replace("tools/call", "tools/unknown"),
                                        "MCP-Protocol-Version: 2026-07-28",
                                        "Mcp-Method: tools/unknown"))
                        .answer();

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).isEqualTo(UNKNOWN);
    }

    @Test
    void thereIsNothingButPost() throws IOException {
        for (String method : new String[] {"GET", "DELETE"}) {
            try (WireClient another = connect()) {
                Answer answer =
                        another.send(
                                        method
                                                + " /mcp HTTP/1.1\r\nHost: localhost\r\n"
                                                + "Accept: text/event-stream\r\n"
                                                + "MCP-Protocol-Version: 2026-07-28\r\n\r\n")
                                .answer();
                assertThat(answer.status()).as(method).isEqualTo(405);
                assertThat(answer.header("Allow")).isEqualTo("POST");
            }
        }
    }

    @Test
    void clientsAnswerNothing() throws IOException {
        Answer answer = client.send(post(RESULT, "MCP-Protocol-Version: 2026-07-28")).answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("-32600");
    }

    @Test
    void whoeverLeavesCancels() throws Exception {
        client.send(call("hang"));
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

        client.close();

        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoeverLeavesWithinAStreamCancels() throws Exception {
        client.send(call("drip"));
        assertThat(client.head().status()).isEqualTo(200);
        assertThat(client.message()).contains("notifications/message");

        client.close();

        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
