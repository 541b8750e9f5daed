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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of Streamable HTTP and servers that are spoken with message by message. */
@Timeout(60)
class ConversationIT {
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}\
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
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    private final ScriptedLinks one = new ScriptedLinks("2025-11-25");
    private final ScriptedLinks two = new ScriptedLinks("2025-06-18");
    private RealGateway gateway;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        gateway = gateway(scratch, null);
    }

    private RealGateway gateway(Path scratch, @Nullable Duration longestStream) throws Exception {
        return new RealGateway(
                scratch,
                new ListenerSettings(
                        "127.0.0.1",
                        0,
                        ListenerSettings.THIS_MACHINE,
                        Set.of(),
                        null,
                        longestStream,
                        null),
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

    private static String get(String session, @Nullable String lastEventId) {
        return "GET /servers/one/mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + "Mcp-Session-Id: "
                + session
                + "\r\n"
                + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n")
                + "\r\n";
    }

    private String begin(String server) throws IOException {
        try (WireClient client = connect()) {
            Answer answer =
                    client.send(post("/servers/" + server + "/mcp", null, INITIALIZE)).answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            String session = answer.header("Mcp-Session-Id");
            assertThat(session).isNotNull();
            return session;
        }
    }

    private static String id(String event) {
        return event.lines()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring("id:".length()).strip())
                .findFirst()
                .orElse("");
    }

    @Test
    void anAnswerThatComesAtOnceIsOneMessageOfJson() throws Exception {
        String session = begin("one");
        try (WireClient client = connect()) {
            client.send(post("/servers/one/mcp", session, CALL));
            assertThat(one.last().told()).isEqualTo(CALL);
            one.last().say(RESULT);

            Answer answer = client.answer();

            assertThat(answer.body()).contains(RESULT);
        }
    }

    @Test
    void whatComesBeforeTheAnswerMakesItAStreamThatCanBeGoneOnWith() throws Exception {
        String session = begin("one");
        try (WireClient client = connect()) {
            client.send(post("/servers/one/mcp", session, CALL));
            String _ = one.last().told();
            one.last().say(PROGRESS);
            Head head = client.head();
            String primer = client.event();
            String progress = client.event();
            one.last().say(RESULT);
            String answer = client.event();

            assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(primer).contains("retry:").contains("id:");
            assertThat(WireClient.data(String.valueOf(primer))).isEmpty();
            assertThat(WireClient.data(String.valueOf(progress))).isEqualTo(PROGRESS);
            assertThat(WireClient.data(String.valueOf(answer))).isEqualTo(RESULT);
            assertThat(client.event()).isNull();
        }
    }

    @Test
    void aStreamIsOpenForAWhileAndItsClientComesBackForTheRest(@TempDir Path scratch)
            throws Exception {
        gateway.close();
        gateway = gateway(scratch, Duration.ofMillis(20));
        String session = begin("one");
        String primer;
        try (WireClient client = connect()) {
            client.send(post("/servers/one/mcp", session, CALL));
            assertThat(client.head().header("Content-Type")).isEqualTo("text/event-stream");
            primer = String.valueOf(client.event());
            assertThat(client.event()).as("the end of the stream").isNull();
        }
        String _ = one.last().told();
        one.last().say(RESULT);

        try (WireClient client = connect()) {
            client.send(get(session, id(primer)));
            Head _ = client.head();

            assertThat(client.message()).isEqualTo(RESULT);
        }
    }

    @Test
    void aClientOfAnOlderRevisionHearsNoEventWithoutData() throws Exception {
        String session = begin("two");
        try (WireClient client = connect()) {
            client.send(post("/servers/two/mcp", session, CALL));
            String _ = two.last().told();
            two.last().say(PROGRESS);
            Head _ = client.head();

            assertThat(WireClient.data(String.valueOf(client.event()))).isEqualTo(PROGRESS);
        }
    }

    @Test
    void aQuestionDuringACallIsAskedOnTheCallsStream() throws Exception {
        String session = begin("one");
        try (WireClient client = connect();
                WireClient other = connect()) {
            client.send(post("/servers/one/mcp", session, CALL));
            String _ = one.last().told();
            one.last().say(QUESTION);
            Head _ = client.head();
            String asked = client.message();
            String reply = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"action\":\"accept\"}}";
            Answer accepted = other.send(post("/servers/one/mcp", session, reply)).answer();

            assertThat(asked).isEqualTo(QUESTION);
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(one.last().told()).isEqualTo(reply);
        }
    }

    @Test
    void anAnswerWhoseStreamBrokeIsToldWhenTheClientComesBack() throws Exception {
        String session = begin("one");
        String heard;
        try (WireClient client = connect()) {
            client.send(post("/servers/one/mcp", session, CALL));
            String _ = one.last().told();
            one.last().say(PROGRESS);
            Head _ = client.head();
            heard = id(String.valueOf(client.event()));
        }
        one.last().say(RESULT);
        try (WireClient again = connect()) {
            Head _ = again.send(get(session, heard)).head();

            assertThat(again.message()).isEqualTo(PROGRESS);
            assertThat(again.message()).isEqualTo(RESULT);
            assertThat(again.event()).isNull();
        }
    }

    @Test
    void aCallThatIsCancelledWaitsNoLonger() throws Exception {
        String session = begin("one");
        String cancel =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                        + "\"params\":{\"requestId\":1}}";
        try (WireClient client = connect();
                WireClient other = connect()) {
            client.send(post("/servers/one/mcp", session, CALL));
            String _ = one.last().told();
            one.last().say(PROGRESS);
            Head _ = client.head();
            assertThat(client.message()).isEqualTo(PROGRESS);
            assertThat(other.send(post("/servers/one/mcp", session, cancel)).answer().status())
                    .isEqualTo(202);

            assertThat(client.event()).isNull();
            assertThat(one.last().told()).isEqualTo(cancel);
        }
    }

    @Test
    void whatAServerSaysOnItsOwnWaitsForAListener() throws Exception {
        String session = begin("one");
        one.last().say(CHANGED);
        try (WireClient client = connect()) {
            Head _ = client.send(get(session, null)).head();
            assertThat(client.message()).isEqualTo(CHANGED);

            one.last().say(CHANGED);

            assertThat(client.message()).isEqualTo(CHANGED);
        }
    }

    @Test
    void whatWaitsForAListenerIsNotForgottenWhileACallIsReportedOn() throws Exception {
        String session = begin("one");
        one.last().say(CHANGED);
        try (WireClient client = connect();
                WireClient caller = connect()) {
            caller.send(post("/servers/one/mcp", session, CALL));
            String _ = one.last().told();
            one.last().say(PROGRESS);
            one.last().say(RESULT);
            assertThat(caller.head().status()).isEqualTo(200);
            assertThat(caller.message()).isEqualTo(PROGRESS);

            Head _ = client.send(get(session, null)).head();
            String later = CHANGED.replace("tools", "prompts");
            one.last().say(later);

            assertThat(client.message()).isEqualTo(CHANGED);
            assertThat(client.message()).isEqualTo(later);
        }
    }

    @Test
    void whoListensAgainIsHeardInPlaceOfWhoListenedBefore() throws Exception {
        String session = begin("one");
        try (WireClient before = connect();
                WireClient after = connect()) {
            Head _ = before.send(get(session, null)).head();
            Head _ = after.send(get(session, null)).head();
            assertThat(before.message()).isNull();

            one.last().say(CHANGED);

            assertThat(after.message()).isEqualTo(CHANGED);
        }
    }

    @Test
    void aDeletedSessionIsNoMoreAndItsLinkIsClosed() throws Exception {
        String session = begin("one");
        try (WireClient client = connect()) {
            Answer deleted = client.send(get(session, null).replaceFirst("GET", "DELETE")).answer();
            Answer call = client.send(post("/servers/one/mcp", session, CALL)).answer();

            assertThat(deleted.status()).isEqualTo(200);
            assertThat(call.status()).isEqualTo(404);
            assertThat(one.last().awaitClose()).isTrue();
        }
    }

    @Test
    void aServerThatEndsLosesItsCallsAndEndsTheSession() throws Exception {
        String session = begin("one");
        try (WireClient client = connect()) {
            client.send(post("/servers/one/mcp", session, CALL));
            String _ = one.last().told();
            one.last().end("the server ended with exit code 3");

            Answer lost = client.answer();
            Answer later = client.send(post("/servers/one/mcp", session, CALL)).answer();

            assertThat(lost.body()).contains("the server ended with exit code 3");
            assertThat(later.status()).isEqualTo(404);
            assertThat(gateway.sessions()).isZero();
        }
    }

    @Test
    void aServerThatTakesNobodySaysWhen() throws Exception {
        one.refuse(new LinkException("too many sessions of `one`", Duration.ofSeconds(7)));
        try (WireClient client = connect()) {
            Answer answer = client.send(post("/servers/one/mcp", null, INITIALIZE)).answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("7");
            assertThat(answer.body()).contains("too many sessions of `one`");
            assertThat(gateway.sessions()).isZero();
        }
    }

    @Test
    void aSessionWithOneServerIsUnknownAtAnother() throws Exception {
        String session = begin("one");
        try (WireClient client = connect()) {
            assertThat(client.send(post("/servers/two/mcp", session, CALL)).answer().status())
                    .isEqualTo(404);
            assertThat(client.send(post("/servers/three/mcp", session, CALL)).answer().status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aClientThatReadsTooSlowlySlowsTheServerDown() throws Exception {
        String session = begin("one");
        String much =
                CHANGED.replace(
                        "}", ",\"params\":{\"_meta\":{\"x\":\"" + "y".repeat(1 << 16) + "\"}}}");
        try (WireClient client =
                new WireClient(URI.create("http://127.0.0.1:" + gateway.port()), 4_096)) {
            Head _ = client.send(get(session, null)).head();
            for (int i = 0; i < 200; i++) {
                one.last().say(much);
            }
            assertThat(one.last().awaitPause()).isTrue();

            for (int i = 0; i < 200; i++) {
                assertThat(client.message()).isEqualTo(much);
            }
        }
    }

    @Test
    void serversComeAndGoWhileOthersAreSpokenWith() throws Exception {
        String stays = begin("one");
        String goes = begin("two");
        ScriptedLinks three = new ScriptedLinks("2025-11-25");

        gateway.serve(List.of(server("one", one), server("three", three)));

        try (WireClient client = connect()) {
            try (WireClient late = connect()) {
                assertThat(late.send(post("/servers/two/mcp", goes, CALL)).answer().status())
                        .isEqualTo(404);
            }
            assertThat(two.last().awaitClose()).isTrue();
            client.send(post("/servers/one/mcp", stays, CALL));
            String _ = one.last().told();
            one.last().say(RESULT);
            assertThat(client.answer().body()).contains(RESULT);
            assertThat(begin("three")).isNotEmpty();
        }
    }
}
