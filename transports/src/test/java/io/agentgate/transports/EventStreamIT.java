package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.link.LinkException;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Head;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.route.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of HTTP with SSE, and servers that are spoken with message by message. */
@Timeout(60)
class EventStreamIT {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2024-11-05",\
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            """
            {"jsonrpc":"2.0","method":"notifications/initialized"}\
            """;
    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask",\
            "arguments":{},"_meta":{"progressToken":"p"}}}\
            """;
    private static final String PROGRESS =
            """
            {"jsonrpc":"2.0","method":"notifications/progress",\
            "params":{"progressToken":"p","progress":1}}\
            """;
    private static final String QUESTION =
            """
            {"jsonrpc":"2.0","id":7,"method":"elicitation/create","params":{"message":"well?"}}\
            """;
    private static final String CHANGED =
            """
            {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\
            """;

    /** A look-alike of a method, which no server is asked for. */
    private static final String DISCOVER =
            """
            {"jsonrpc":"2.0","id":9,"method":"server/discover","params":{"_meta":\
            {"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}\
            """;

    private static final String REFUSED =
            """
            {"jsonrpc":"2.0","id":2,"method":"Tools/Call","params":{}}\
            """;

    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    private final ScriptedLinks one = new ScriptedLinks("2024-11-05");
    private final ScriptedLinks two = new ScriptedLinks("2024-11-05");
    private final Keys keys = new Keys();
    private RealGateway gateway;

    /** Asks nobody, or lets in whoever shows a key, which is its name. */
    private static final class Keys implements Authentication {
        private volatile boolean required;

        @Override
        public Login login(@Nullable String credential, String address) {
            if (!required) {
                return Login.ANONYMOUS;
            }
            String name = credential == null ? null : Bearer.credential(credential);
            return name == null
                    ? Bearer.missing("an API key is needed")
                    : new Login.Accepted(name, true);
        }

        @Override
        public boolean isRequired() {
            return required;
        }
    }

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(server("one", one), server("two", two)),
                        keys,
                        new SharedMemory().member("alone"),
                        2);
    }

    private static ServerSettings server(String name, ScriptedLinks links) {
        return new ServerSettings.OverLinks(name, links);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    private WireClient connect() throws IOException {
        return new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
    }

    private static String get(String path, String... headers) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + lines(headers)
                + "\r\n";
    }

    private static String post(String path, String body, String... headers) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n"
                + lines(headers)
                + "\r\n"
                + body;
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    /** A client that hears on one connection and speaks on another. */
    private final class Client implements AutoCloseable {
        private final WireClient stream;
        private final WireClient posts = connect();
        private final String place;

        Client(String path, String... headers) throws IOException {
            this(connect(), path, headers);
        }

        Client(WireClient stream, String path, String... headers) throws IOException {
            this.stream = stream;
            Head head = stream.send(get(path, headers)).head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
            String first = String.valueOf(stream.event());
            assertThat(first).startsWith("event: endpoint\n");
            place = WireClient.data(first);
        }

        Client begin() throws IOException {
            assertThat(say(INITIALIZE).status()).isEqualTo(202);
            assertThat(hear()).contains("\"id\":0", "protocolVersion");
            return this;
        }

        Answer say(String message, String... headers) throws IOException {
            return posts.send(post(place, message, headers)).answer();
        }

        String hear() throws IOException {
            String event = String.valueOf(stream.event());
            assertThat(event).startsWith("event: message\n").doesNotContain("\nid:");
            return WireClient.data(event);
        }

        boolean isOver() throws IOException {
            return stream.event() == null;
        }

        @Override
        public void close() throws IOException {
            stream.close();
            posts.close();
        }
    }

    private Client begin() throws IOException {
        return new Client("/servers/one/sse").begin();
    }

    private void awaitNoSession() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (gateway.sessions() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aClientIsToldWhereToPostAndHearsOnItsStream() throws Exception {
        try (Client client = new Client("/servers/one/sse")) {
            assertThat(client.place).matches("/servers/one/messages\\?sessionId=[\\w-]+");
            client.begin();
            assertThat(client.say(INITIALIZED).status()).isEqualTo(202);
            assertThat(one.last().told()).isEqualTo(INITIALIZED);

            Answer taken = client.say(CALL);

            assertThat(taken.status()).isEqualTo(202);
            assertThat(taken.body()).isEmpty();
            assertThat(one.last().told()).isEqualTo(CALL);
            one.last().say(PROGRESS);
            one.last().say(QUESTION);
            one.last().say(RESULT);
            assertThat(client.hear()).isEqualTo(PROGRESS);
            assertThat(client.hear()).isEqualTo(QUESTION);
            assertThat(client.hear()).isEqualTo(RESULT);
            String reply = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"action\":\"accept\"}}";
            assertThat(client.say(reply).status()).isEqualTo(202);
            assertThat(one.last().told()).isEqualTo(reply);
            assertThat(gateway.sessions()).isEqualTo(1);
        }
        assertThat(one.last().awaitClose()).isTrue();
        awaitNoSession();
    }

    @Test
    void severalServersAreSpokenWithAsOne() throws Exception {
        try (Client client = new Client("/sse").begin()) {
            assertThat(client.place).startsWith("/messages?");
            assertThat(client.say(INITIALIZED).status()).isEqualTo(202);
            assertThat(two.last().told()).isEqualTo(INITIALIZED);
            assertThat(client.say(CALL.replace("ask", "two__ask")).status()).isEqualTo(202);
            String asked = two.last().told();
            two.last().say(RESULT.replace("1", ScriptedLinks.Link.id(asked)));

            assertThat(client.hear()).isEqualTo(RESULT);
        }
    }

    @Test
    void whatIsNoMessageIsRefusedAtOnceAndAnythingElseOnTheStream() throws Exception {
        try (Client client = new Client("/servers/one/sse")) {
            Answer early = client.say(INITIALIZED);
            assertThat(early.status()).isEqualTo(400);
            assertThat(early.body()).contains("\"error\"");
            client.begin();

            Answer broken = client.say("no JSON");
            assertThat(broken.status()).isEqualTo(400);
            assertThat(broken.body()).contains("-32700");
            assertThat(client.say(REFUSED).status()).isEqualTo(202);
            assertThat(client.hear()).contains("\"id\":2", "-32601");
        }
    }

    /** As clients do that look for a later revision first. */
    @Test
    void aRequestBeforeTheBeginningIsAnsweredOnTheStreamAndTheSessionBegins() throws Exception {
        try (Client client = new Client("/servers/one/sse")) {
            assertThat(client.say(DISCOVER).status()).isEqualTo(202);
            assertThat(client.hear()).contains("\"id\":9", "-32600");

            client.begin();

            assertThat(client.say(CALL).status()).isEqualTo(202);
            assertThat(one.last().told()).isEqualTo(CALL);
            one.last().say(RESULT);
            assertThat(client.hear()).isEqualTo(RESULT);
        }
    }

    @Test
    void aSessionIsItsCallersAndItsServersAlone() throws Exception {
        keys.required = true;
        String mine = "Authorization: Bearer me";
        String other = "Authorization: Bearer other";
        try (Client client = new Client("/servers/one/sse", mine);
                WireClient stranger = connect()) {
            assertThat(client.say(INITIALIZE, mine).status()).isEqualTo(202);
            assertThat(client.hear()).contains("protocolVersion");

            assertThat(stranger.send(post(client.place, CALL, other)).answer().status())
                    .isEqualTo(404);
        }
        try (Client client = new Client("/servers/one/sse", mine);
                WireClient elsewhere = connect()) {
            String there = client.place.replace("/one/", "/two/");
            assertThat(elsewhere.send(post(there, INITIALIZE, mine)).answer().status())
                    .isEqualTo(404);
        }
        try (Client client = new Client("/servers/one/sse", mine);
                WireClient nobody = connect()) {
            Answer asked = nobody.send(post(client.place, INITIALIZE)).answer();
            assertThat(asked.status()).isEqualTo(401);
        }
    }

    @Test
    void aSessionOfAStreamIsNoneOfStreamableHttp() throws Exception {
        try (Client client = begin();
                WireClient other = connect()) {
            String name = client.place.substring(client.place.indexOf('=') + 1);
            String session = "Mcp-Session-Id: " + name;

            assertThat(other.send(get("/servers/one/mcp", session)).answer().status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aSessionOfStreamableHttpIsNoneHere() throws Exception {
        try (WireClient client = connect();
                WireClient other = connect()) {
            String both = "Accept: application/json, text/event-stream";
            String session =
                    client.send(post("/servers/one/mcp", INITIALIZE, both))
                            .answer()
                            .header("Mcp-Session-Id");

            assertThat(
                            other.send(post("/servers/one/messages?sessionId=" + session, CALL))
                                    .answer()
                                    .status())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /servers/one/sse, Origin: https://evil.example, 403",
        "GET, /servers/one/sse, MCP-Protocol-Version: 1999-01-01, 400",
        "GET, /servers/none/sse, X-Any: thing, 404",
        "GET, /servers/one/messages, X-Any: thing, 405",
        "POST, /servers/one/sse, X-Any: thing, 405",
        "POST, /servers/one/messages, X-Any: thing, 400",
        "POST, /servers/one/messages?sessionId=wrong, X-Any: thing, 404",
        "POST, /servers/one/messages?sessionId=wrong&sessionId=other, X-Any: thing, 400",
        "POST, /servers/one/messages?sessionId=wrong, Origin: https://evil.example, 403",
        "POST, /servers/one/messages?sessionId=wrong&access_token=x, X-Any: thing, 400",
        "POST, /servers/one/messages?sessionId=wrong, Content-Encoding: gzip, 415",
    })
    void aRequestIsTurnedAway(String method, String path, String header, int status)
            throws Exception {
        try (WireClient client = connect()) {
            String request =
                    method.equals("GET") ? get(path, header) : post(path, INITIALIZE, header);
            assertThat(client.send(request).answer().status()).isEqualTo(status);
        }
        assertThat(gateway.sessions()).isZero();
    }

    @Test
    void aStreamHasToBeWanted() throws Exception {
        try (WireClient client = connect()) {
            String json = get("/servers/one/sse").replace("text/event-stream", "application/json");
            assertThat(client.send(json).answer().status()).isEqualTo(406);
        }
    }

    @Test
    void pagesOfThisMachineMayAsk() throws Exception {
        String origin = "Origin: http://localhost:6274";
        try (WireClient client = connect()) {
            Answer preflight =
                    client.send(get("/servers/one/messages", origin).replace("GET", "OPTIONS"))
                            .answer();
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("Access-Control-Allow-Methods")).isEqualTo("POST");
        }
        try (WireClient client = connect()) {
            Head head = client.send(get("/servers/one/sse", origin)).head();
            assertThat(head.header("Access-Control-Allow-Origin"))
                    .isEqualTo("http://localhost:6274");
        }
    }

    @Test
    void aServerThatEndsLosesItsCallsAndEndsTheStream() throws Exception {
        try (Client client = begin()) {
            assertThat(client.say(CALL).status()).isEqualTo(202);
            String _ = one.last().told();
            one.last().end("the server ended with exit code 3");

            assertThat(client.hear()).contains("\"id\":1", "exit code 3");
            assertThat(client.isOver()).isTrue();
            assertThat(client.say(CALL).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"/servers/one/sse, ask", "/sse, one__ask"})
    void aClientThatVanishesWithinACallEndsItsSession(String path, String tool) throws Exception {
        try (Client client = new Client(path).begin()) {
            assertThat(client.say(INITIALIZED).status()).isEqualTo(202);
            assertThat(one.last().told()).isEqualTo(INITIALIZED);
            assertThat(client.say(CALL.replace("ask", tool)).status()).isEqualTo(202);
            assertThat(one.last().told()).contains("\"name\":\"ask\"");
        }

        assertThat(one.allClosed()).isTrue();
        assertThat(two.allClosed()).isTrue();
        awaitNoSession();
        assertThat(gateway.drain()).isZero();
    }

    @Test
    void aServerThatTakesNobodySaysWhen() throws Exception {
        one.refuse(new LinkException("too many sessions of `one`", Duration.ofSeconds(7)));
        try (Client client = new Client("/servers/one/sse")) {
            Answer answer = client.say(INITIALIZE);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("7");
            assertThat(client.isOver()).isTrue();
        }
        awaitNoSession();
    }

    @Test
    void whatIsInProgressIsAnsweredBeforeTheGatewayEnds() throws Exception {
        try (Client client = begin()) {
            assertThat(client.say(CALL).status()).isEqualTo(202);
            assertThat(one.last().told()).isEqualTo(CALL);
            var drained = gateway.drainLater();
            int status = 202;
            while (status == 202) {
                try (WireClient other = connect()) {
                    status = other.send(post(client.place, REFUSED)).answer().status();
                }
            }
            assertThat(status).isEqualTo(503);
            one.last().say(RESULT);
            String heard = client.hear();
            while (!heard.equals(RESULT)) {
                assertThat(heard).contains("-32601");
                heard = client.hear();
            }
            assertThat(drained.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(client.isOver()).isTrue();
        }
    }

    @Test
    void aClientThatReadsTooSlowlySlowsTheServerDown() throws Exception {
        String much =
                CHANGED.replace(
                        "}", ",\"params\":{\"_meta\":{\"x\":\"" + "y".repeat(1 << 16) + "\"}}}");
        WireClient slow = new WireClient(URI.create("http://127.0.0.1:" + gateway.port()), 4_096);
        try (Client client = new Client(slow, "/servers/one/sse").begin()) {
            for (int i = 0; i < 200; i++) {
                one.last().say(much);
            }
            assertThat(one.last().awaitPause()).isTrue();

            for (int i = 0; i < 200; i++) {
                assertThat(client.hear()).isEqualTo(much);
            }
        }
    }

    @Test
    void whoSaysWhatIsRefusedAndDoesNotReadIsTakenNoMore() throws Exception {
        WireClient slow = new WireClient(URI.create("http://127.0.0.1:" + gateway.port()), 4_096);
        String refused = REFUSED.replace("\"id\":2", "\"id\":\"" + "x".repeat(50_000) + "\"");
        try (Client client = new Client(slow, "/servers/one/sse").begin()) {
            int taken = 0;
            Answer last = client.say(refused);
            while (last.status() == 202) {
                taken++;
                last = client.say(refused);
            }
            assertThat(last.status()).isEqualTo(503);
            assertThat(last.header("Retry-After")).isEqualTo("1");

            for (int i = 0; i < taken; i++) {
                assertThat(client.hear()).contains("-32601");
            }
            try (WireClient again = connect()) {
                assertThat(again.send(post(client.place, REFUSED)).answer().status())
                        .isEqualTo(202);
            }
        }
    }

    @Test
    void streamsThatComeAndGoLeaveNothing() throws Exception {
        for (int i = 0; i < 500; i++) {
            try (Client client = new Client("/servers/one/sse")) {
                if (i % 2 == 0) {
                    client.begin();
                    assertThat(client.say(CALL).status()).isEqualTo(202);
                }
            }
        }

        awaitNoSession();
        assertThat(one.allClosed()).isTrue();
        assertThat(gateway.drain()).isZero();
    }
}
