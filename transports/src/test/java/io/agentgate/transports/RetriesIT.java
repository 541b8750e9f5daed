package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.link.LinkException;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that loses requests, passed on and spoken with message by message. */
@Timeout(60)
class RetriesIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}}";
    private static final String READY =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/list\"}";
    private static final String TOOLS =
            "{\"tools\":[{\"name\":\"look\",\"inputSchema\":{\"type\":\"object\"},"
                    + "\"annotations\":{\"readOnlyHint\":true}},"
                    + "{\"name\":\"add\",\"inputSchema\":{\"type\":\"object\"}}]}";

    private final ScriptedLinks others = new ScriptedLinks("2025-11-25");
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private WireServer server;
    private RealGateway gateway;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        server = new WireServer(this::handle);
        others.refuse(new LinkException("away", null));
        gateway = gateway(scratch, 2);
    }

    private RealGateway gateway(Path scratch, int retries) throws Exception {
        return new RealGateway(
                scratch,
                new ListenerSettings("127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                List.of(
                        new ServerSettings.OverHttp(
                                new UpstreamSettings(server.at("/mcp"), "web", List.of()),
                                null,
                                retries),
                        new ServerSettings.OverLinks("other", others)),
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
        if (body.contains("\"method\":\"tools/call\"")) {
            calls.incrementAndGet();
            if (toLose.getAndDecrement() > 0) {
                reply.cut();
            } else {
                reply.json(result(body, "{\"content\":[],\"by\":\"web\"}"));
            }
        } else if (body.contains("\"initialize\"")) {
            reply.json(
                    INITIALIZED.replace("ID", ScriptedLinks.Link.id(body)), "Mcp-Session-Id: up");
        } else if (body.contains("\"tools/list\"")) {
            reply.json(result(body, TOOLS));
        } else {
            reply.answer(request.method().equals("GET") ? 405 : 202, "");
        }
    }

    private static String result(String request, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + ScriptedLinks.Link.id(request)
                + ",\"result\":"
                + result
                + "}";
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

    private WireClient connect() throws IOException {
        return new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
    }

    private Answer say(String path, @Nullable String session, String body) throws IOException {
        try (WireClient client = connect()) {
            return client.send(post(path, session, body)).answer();
        }
    }

    private String begin(String path) throws IOException {
        String session =
                Objects.requireNonNull(say(path, null, INITIALIZE).header("Mcp-Session-Id"));
        assertThat(say(path, session, READY).status()).isEqualTo(202);
        return session;
    }

    private static String call(String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
                .formatted(tool);
    }

    @ParameterizedTest
    @CsvSource({"/servers/web/mcp,look,add", "/mcp,web__look,web__add"})
    void onlyCallsThatMayComeTwiceAreSentAgain(String path, String look, String add)
            throws Exception {
        String session = begin(path);
        toLose.set(1);
        assertThat(say(path, session, call(look)).body())
                .as("nobody has listed its tools")
                .contains("\"error\"");
        assertThat(calls).hasValue(1);
        try (WireClient client = connect()) {
            client.send(post(path, session, LIST));
            assertThat(client.answer().body()).contains(look);
        }

        toLose.set(2);
        assertThat(say(path, session, call(look)).body()).contains("\"by\":\"web\"");
        assertThat(calls).hasValue(4);

        toLose.set(3);
        assertThat(say(path, session, call(look)).body()).contains("\"error\"");
        assertThat(calls).as("not more often than it may").hasValue(7);

        toLose.set(1);
        assertThat(say(path, session, call(add)).body()).contains("\"error\"");
        assertThat(calls).hasValue(8);
    }

    @Test
    void whatNoServerHasSeenIsSentAgainWhateverItIs(@TempDir Path other) throws Exception {
        gateway.close();
        gateway = gateway(other, 5);
        String session = begin("/servers/web/mcp");
        int port = server.at("/").getPort();
        server.close();
        try (WireClient client = connect()) {
            client.send(post("/servers/web/mcp", session, call("add")));
            assertThat(gateway.news()).contains("server web is not reached");

            server = EndpointsIT.at(port, this::handle);

            assertThat(client.answer().body()).contains("\"by\":\"web\"");
            assertThat(calls).hasValue(1);
        }
    }
}
