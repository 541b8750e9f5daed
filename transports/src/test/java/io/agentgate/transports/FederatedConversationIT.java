package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.link.LinkException;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Head;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of Streamable HTTP and several servers behind one endpoint. */
@Timeout(60)
class FederatedConversationIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{"elicitation":{}},"clientInfo":{"name":"test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            """
            {"jsonrpc":"2.0","method":"notifications/initialized"}\
            """;
    private static final String LIST =
            """
            {"jsonrpc":"2.0","id":2,"method":"tools/list"}\
            """;
    private static final String CHANGED =
            """
            {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\
            """;

    private final ScriptedLinks one = new ScriptedLinks("2025-11-25");
    private final ScriptedLinks two = new ScriptedLinks("2025-06-18");
    private RealGateway gateway;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(server("one", one), server("two", two)),
                        Authentication.NONE,
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

    private static String request(String method, @Nullable String session, String body) {
        return method
                + " /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n"
                + (session == null ? "" : "Mcp-Session-Id: " + session + "\r\n")
                + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
                + "\r\n"
                + body;
    }

    private static String post(@Nullable String session, String body) {
        return request("POST", session, body);
    }

    private static String get(String session) {
        return request("GET", session, "").replace("application/json, ", "");
    }

    private static String call(int id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
                .formatted(id, tool);
    }

    private static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    /** A session that all servers have heard to be initialized. */
    private String begin(ScriptedLinks... there) throws Exception {
        try (WireClient client = connect()) {
            Answer answer = client.send(post(null, INITIALIZE)).answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            String session = Objects.requireNonNull(answer.header("Mcp-Session-Id"));
            assertThat(client.send(post(session, INITIALIZED)).answer().status()).isEqualTo(202);
            for (ScriptedLinks server : there) {
                assertThat(server.last().told()).isEqualTo(INITIALIZED);
            }
            return session;
        }
    }

    private String begin() throws Exception {
        return begin(one, two);
    }

    @Test
    void twoServersAreShownAsOne() throws Exception {
        try (WireClient client = connect()) {
            Answer answer = client.send(post(null, INITIALIZE)).answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Mcp-Session-Id")).isNotEmpty();
            assertThat(answer.body())
                    .contains("\"id\":0", "\"name\":\"agentgate\"", "\"tools\":{\"listChanged\"")
                    .contains("\"protocolVersion\":\"2025-11-25\"");
        }
    }

    @Test
    void sessionGoesOnWithTheServersThereAreNow() throws Exception {
        String session = begin();
        ScriptedLinks three = new ScriptedLinks("2025-11-25");
        try (WireClient lost = connect();
                WireClient kept = connect();
                WireClient client = connect()) {
            lost.send(post(session, call(5, "two__log")));
            assertThat(two.last().told()).contains("\"log\"");
            kept.send(post(session, call(6, "one__read")));
            assertThat(one.last().told()).contains("\"read\"");

            gateway.serve(List.of(server("three", three), server("one", one)));

            assertThat(lost.answer().body())
                    .contains("\"id\":5", "\"error\"", "not offered any more");
            assertThat(two.last().awaitClose()).isTrue();
            assertThat(kept.head().status()).isEqualTo(200);
            assertThat(kept.message()).as("the second has left").isEqualTo(CHANGED);
            assertThat(kept.message()).as("the third has begun").isEqualTo(CHANGED);
            assertThat(three.last().told()).isEqualTo(INITIALIZED);
            one.last().say(result("6", "{}"));
            assertThat(kept.message()).isEqualTo(result("6", "{}"));

            client.send(post(session, LIST));
            for (ScriptedLinks each : List.of(one, three)) {
                String id = ScriptedLinks.Link.id(each.last().told());
                each.last().say(result(id, "{\"tools\":[{\"name\":\"read\"}]}"));
            }
            assertThat(client.answer().body())
                    .contains("[{\"name\":\"one__read\"},{\"name\":\"three__read\"}]")
                    .doesNotContain("io.agentgate/servers");
        }
        assertThat(one.first()).isEqualTo(one.last());
    }

    @Test
    void listsAreThoseOfAllWithTheNamesOfTheirServers() throws Exception {
        String session = begin();
        try (WireClient client = connect()) {
            client.send(post(session, LIST));
            answerList(one, "read");
            answerList(two, "read");

            assertThat(client.answer().body())
                    .contains("\"name\":\"one__read\"", "\"name\":\"two__read\"")
                    .doesNotContain("io.agentgate/servers");
        }
    }

    private static void answerList(ScriptedLinks server, String tool) throws InterruptedException {
        String id = ScriptedLinks.Link.id(server.last().told());
        server.last().say(result(id, "{\"tools\":[{\"name\":\"" + tool + "\"}]}"));
    }

    @Test
    void callReachesTheServerItNamesUnderTheToolsOwnName() throws Exception {
        String session = begin();
        try (WireClient client = connect()) {
            client.send(post(session, call(5, "two__read")));

            assertThat(two.last().told()).isEqualTo(call(5, "read"));
            two.last().say(result("5", "{\"content\":[]}"));

            assertThat(client.answer().body()).contains(result("5", "{\"content\":[]}"));
            client.send(post(session, call(6, "three__read")));
            assertThat(client.answer().body()).contains("\"error\"").contains("three__read");
        }
    }

    @Test
    void callWhoseIdIsInProgressIsRefusedAndTheFirstGoesOn() throws Exception {
        String session = begin();
        try (WireClient client = connect();
                WireClient other = connect()) {
            client.send(post(session, call(5, "two__read")));
            String _ = two.last().told();

            assertThat(other.send(post(session, call(5, "one__read"))).answer().body())
                    .contains("this id belongs to a request in progress");

            two.last().say(result("5", "{}"));
            assertThat(client.answer().body()).contains(result("5", "{}"));
        }
    }

    @Test
    void serverThatTakesNobodyIsNamedAndTheOtherServes() throws Exception {
        two.refuse(new LinkException("too many sessions of `two`", null));
        String session = begin(one);
        try (WireClient client = connect()) {
            client.send(post(session, LIST));
            answerList(one, "read");
            assertThat(client.answer().body())
                    .contains("one__read")
                    .contains("\"two\":{\"state\":\"away\"", "too many sessions of `two`");

            client.send(post(session, call(5, "two__read")));
            assertThat(client.answer().body())
                    .contains("\"error\"")
                    .contains("too many sessions of `two`");
        }
    }

    @Test
    void serverThatEndsLosesItsCallsAloneAndComesBack() throws Exception {
        String session = begin();
        try (WireClient client = connect();
                WireClient listener = connect()) {
            Head _ = listener.send(get(session)).head();
            client.send(post(session, call(5, "two__read")));
            ScriptedLinks.Link before = two.last();
            String _ = before.told();

            before.end("the server ended with exit code 3");

            assertThat(client.answer().body()).contains("the server ended with exit code 3");
            assertThat(listener.message()).as("its tools are gone").isEqualTo(CHANGED);
            assertThat(listener.message()).as("they are back").isEqualTo(CHANGED);
            assertThat(two.last()).isNotSameAs(before);
            assertThat(two.last().told()).isEqualTo(INITIALIZED);
            client.send(post(session, call(6, "two__read")));
            assertThat(two.last().told()).isEqualTo(call(6, "read"));
            two.last().say(result("6", "{}"));
            assertThat(client.answer().body()).contains(result("6", "{}"));
        }
    }

    @Test
    void questionsOfServersWithTheSameIdAreTwoQuestions() throws Exception {
        String session = begin();
        String question =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"elicitation/create\",\"params\":{\"message\":\"%s\"}}";
        try (WireClient listener = connect();
                WireClient client = connect()) {
            Head _ = listener.send(get(session)).head();
            one.last().say(question.formatted("of one"));
            String ofOne = listener.message();
            two.last().say(question.formatted("of two"));
            String ofTwo = listener.message();
            assertThat(ofOne).contains("of one");
            assertThat(ofTwo).contains("of two");
            String idOfTwo = ScriptedLinks.Link.id(String.valueOf(ofTwo));
            assertThat(idOfTwo).isNotEqualTo(ScriptedLinks.Link.id(String.valueOf(ofOne)));

            String accepted = "{\"action\":\"accept\"}";
            assertThat(client.send(post(session, result(idOfTwo, accepted))).answer().status())
                    .isEqualTo(202);

            assertThat(two.last().told()).isEqualTo(result("7", accepted));
        }
    }

    @Test
    void callThatIsCancelledIsCancelledAtItsServer() throws Exception {
        String session = begin();
        String cancel =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"requestId\":5}}";
        try (WireClient client = connect();
                WireClient other = connect()) {
            client.send(post(session, call(5, "two__read")));
            String _ = two.last().told();

            assertThat(other.send(post(session, cancel)).answer().status()).isEqualTo(202);

            assertThat(two.last().told()).isEqualTo(cancel);
            assertThat(client.head().status()).isEqualTo(200);
        }
    }

    @Test
    void deletedSessionLeavesNoLinkAndNoEntry() throws Exception {
        String session = begin();
        try (WireClient client = connect()) {
            Answer deleted = client.send(request("DELETE", session, "")).answer();

            assertThat(deleted.status()).isEqualTo(200);
            assertThat(client.send(post(session, LIST)).answer().status()).isEqualTo(404);
            assertThat(one.last().awaitClose()).isTrue();
            assertThat(two.last().awaitClose()).isTrue();
            assertThat(gateway.sessions()).isZero();
        }
    }

    @Test
    void whatBelongsToNoSessionIsRefused() throws Exception {
        try (WireClient client = connect()) {
            assertThat(client.send(post(null, LIST)).answer().status()).isEqualTo(400);
            assertThat(client.send(post(null, "{]")).answer().status()).isEqualTo(400);
            assertThat(gateway.sessions()).isZero();
        }
    }

    @Test
    void sessionBeginsWhereverOneServerServes() throws Exception {
        one.refuse(new LinkException("it is not there", null));
        two.refuse(new LinkException("nor this one", null));
        try (WireClient client = connect()) {
            Answer answer = client.send(post(null, INITIALIZE)).answer();

            assertThat(answer.header("Mcp-Session-Id")).isNull();
            assertThat(answer.body()).contains("\"error\"", "it is not there", "nor this one");
            assertThat(gateway.sessions()).isZero();
        }
    }
}
