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
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the stateless era and servers of Streamable HTTP, of whichever era those are. */
@Timeout(60)
class BridgeOverHttpIT {
    private static final String DISCOVERED =
            """
            {"jsonrpc":"2.0","id":"agentgate-1","result":{"resultType":"complete",\
            "supportedVersions":["2026-07-28"],"capabilities":{}}}\
            """;
    private static final String UNSUPPORTED =
            """
            {"jsonrpc":"2.0","id":"agentgate-1","error":{"code":-32022,"message":"no",\
            "data":{"supported":["2026-07-28"],"requested":"x"}}}\
            """;
    private static final String NO_SESSION =
            """
            {"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"no session"}}\
            """;
    private static final String INITIALIZED =
            """
            {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18",\
            "capabilities":{"tools":{}},"serverInfo":{"name":"wire","version":"1"}}}\
            """;
    private static final String CALLED =
            """
            {"jsonrpc":"2.0","id":ID,"result":{"content":[]}}\
            """;

    private final Stateless client = new Stateless("/mcp", "{}");

    /** How the question which era it is was answered; none for a server of the handshake era. */
    private final BlockingQueue<Discovery> answers = new LinkedBlockingQueue<>();

    private WireServer server;
    private RealGateway gateway;

    /** How the server answers once. */
    private interface Discovery {
        void answer(Reply reply) throws IOException;
    }

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
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        server.close();
    }

    private void handle(Received request, Reply reply) throws IOException {
        String body = request.body();
        if (body.contains("\"server/discover\"")) {
            @Nullable Discovery next = answers.poll();
            if (next == null) {
                reply.answer(400, NO_SESSION, "Content-Type: application/json");
            } else {
                next.answer(reply);
            }
        } else if (body.contains("\"initialize\"")) {
            reply.json(INITIALIZED, "Mcp-Session-Id: s-1");
        } else if (body.contains("\"tools/call\"")) {
            reply.json(CALLED.replace("ID", ScriptedLinks.Link.id(body)));
        } else {
            reply.answer(request.method().equals("POST") ? 202 : 405, "");
        }
    }

    private Answer ask(String request) throws IOException {
        try (WireClient wire = new WireClient(URI.create("http://127.0.0.1:" + gateway.port()))) {
            return wire.send(request).answer();
        }
    }

    private List<String> told() {
        return server.received().stream().map(Received::body).toList();
    }

    @Test
    void aServerOfTheHandshakeEraIsAskedOnceAndThenSpokenWithInASession() throws Exception {
        Answer first = ask(client.call("\"a\"", "read", ""));
        Answer second = ask(client.call("\"b\"", "read", ""));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body())
                .contains("\"id\":\"a\"", "\"resultType\":\"complete\"")
                .contains("\"io.modelcontextprotocol/serverInfo\":{\"name\":\"wire\"");
        assertThat(second.body()).contains("\"id\":\"b\"", "\"resultType\":\"complete\"");
        assertThat(told()).filteredOn(body -> body.contains("server/discover")).hasSize(1);
        assertThat(told()).filteredOn(body -> body.contains("\"initialize\"")).hasSize(1);
        assertThat(server.received())
                .filteredOn(request -> request.body().contains("tools/call"))
                .allSatisfy(
                        call -> {
                            assertThat(call.header("Mcp-Session-Id")).isEqualTo("s-1");
                            assertThat(call.header("MCP-Protocol-Version")).isEqualTo("2025-06-18");
                            assertThat(call.header("Mcp-Method")).isNull();
                        });
    }

    @Test
    void aServerThatDiscoversItselfGetsRequestsAsTheyAre() throws Exception {
        answers.add(reply -> reply.json(DISCOVERED));

        assertPassedOn();
    }

    @Test
    void aServerThatAnswersOnAStreamIsUnderstood() throws Exception {
        answers.add(
                reply -> {
                    reply.stream();
                    reply.event(DISCOVERED);
                });

        assertPassedOn();
    }

    @Test
    void aServerThatNamesTheRevisionInAnErrorSpeaksIt() throws Exception {
        answers.add(reply -> reply.answer(400, UNSUPPORTED, "Content-Type: application/json"));

        assertPassedOn();
    }

    private void assertPassedOn() throws IOException {
        Answer answer = ask(client.call("\"a\"", "read", ""));

        assertThat(answer.body()).isEqualTo(CALLED.replace("ID", "\"a\""));
        assertThat(told()).noneMatch(body -> body.contains("\"initialize\""));
        assertThat(server.received().getLast().header("Mcp-Method")).isEqualTo("tools/call");
    }

    @Test
    void anOutageIsNoSignOfAnEraAndTheServerIsAskedAgain() throws Exception {
        answers.add(reply -> reply.answer(500, "", "Content-Type: text/plain"));
        answers.add(reply -> reply.answer(401, "", "Content-Type: text/plain"));
        answers.add(reply -> reply.cut());
        answers.add(reply -> reply.json(DISCOVERED));

        for (int each = 0; each < 3; each++) {
            Answer out = ask(client.request("9", "server/discover", ""));

            assertThat(out.status()).isEqualTo(503);
            assertThat(out.header("Retry-After")).isNotNull();
            assertThat(out.body()).contains("\"id\":9", "\"error\"");
        }
        assertPassedOn();
    }
}
