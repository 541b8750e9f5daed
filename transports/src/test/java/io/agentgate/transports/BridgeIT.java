package io.agentgate.transports;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Head;
import io.agentgate.testkit.http.WireClient;
import io.agentgate.transports.ScriptedLinks.Link;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.route.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the stateless era and servers of the handshake era that are spoken with by links. */
@Timeout(60)
class BridgeIT {
    private static final String CAPABILITIES =
            """
            {"tools":{"listChanged":true},"logging":{},"resources":{"subscribe":true},\
            "tasks":{}}\
            """;
    private static final String INITIALIZED = "\"notifications/initialized\"";
    private static final String RESULT = "{\"content\":[]}";
    private static final Pattern STATE = Pattern.compile("\"requestState\":\"([^\"]*)\"");

    private final ScriptedLinks one = new ScriptedLinks("2025-11-25", CAPABILITIES);
    private final Stateless client = new Stateless("/servers/one/mcp", "{}");
    private final Stateless asked = client.with("{\"elicitation\":{},\"roots\":{}}");
    private RealGateway gateway;
    private volatile boolean payingStopped;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        gateway =
                new RealGateway(
                        scratch,
                        new ListenerSettings(
                                "127.0.0.1", 0, ListenerSettings.THIS_MACHINE, Set.of()),
                        List.of(new ServerSettings.OverLinks("one", one)),
                        Authentication.NONE,
                        new SharedMemory().member("alone"),
                        2,
                        List.of(new NoMail()));
    }

    /** Lets no mail out, and stops paying when it is told to. */
    private final class NoMail implements Guard {
        @Override
        public Verdict onCall(Call call) {
            return switch (call.origin().tool()) {
                case "mail" -> new Verdict.Refuse(Refusal.denied("no-mail", "mail is not sent"));
                case "pay" ->
                        payingStopped
                                ? new Verdict.Refuse(Refusal.denied("no-pay", "nothing is paid"))
                                : Verdict.PASS;
                default -> Verdict.PASS;
            };
        }
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    private WireClient connect() throws IOException {
        return new WireClient(URI.create("http://127.0.0.1:" + gateway.port()));
    }

    private static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static String error(String id, int code) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"no\"}}"
                .formatted(id, code);
    }

    private static String question(int id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{\"message\":\"well?\"}}"
                .formatted(id, method);
    }

    /** What the server was told next, but for the words that begin its session. */
    private String told() throws InterruptedException {
        String next = link().told();
        return next.contains(INITIALIZED) ? link().told() : next;
    }

    private Link link() throws InterruptedException {
        while (one.opened() == 0) {
            Thread.onSpinWait();
        }
        return one.last();
    }

    private static String state(String answer) {
        Matcher state = STATE.matcher(answer);
        assertThat(state.find()).as(answer).isTrue();
        return state.group(1);
    }

    private static String retry(String state, String responses) {
        return ",\"inputResponses\":" + responses + ",\"requestState\":\"" + state + "\"";
    }

    @Test
    void aCallIsCarriedInASessionOfTheGateways() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(
                    client.with("{\"roots\":{}}")
                            .request(
                                    "\"a\"",
                                    "tools/call",
                                    "\"name\":\"read\",\"arguments\":{\"n\":1.50}",
                                    ",\"traceparent\":\"t\""));
            String call = told();
            link().say(result(Link.id(call), RESULT));
            Answer answer = wire.answer();

            assertThat(one.last().begun())
                    .contains("\"capabilities\":{\"roots\":{}}", "\"2025-11-25\"", "agentgate");
            assertThat(call)
                    .contains("\"name\":\"read\",\"arguments\":{\"n\":1.50}")
                    .contains("\"_meta\":{\"traceparent\":\"t\"}")
                    .doesNotContain("io.modelcontextprotocol", "\"a\"");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            assertThat(answer.header("Mcp-Session-Id")).isNull();
            assertThat(answer.body())
                    .contains("\"id\":\"a\"", "\"content\":[]", "\"resultType\":\"complete\"")
                    .contains("\"io.modelcontextprotocol/serverInfo\":{\"name\":\"scripted\"");
        }
    }

    @Test
    void requestsOfOneCallerShareASession() throws Exception {
        for (int each = 1; each <= 3; each++) {
            try (WireClient wire = connect()) {
                wire.send(client.request("1", "tools/list", ""));
                link().say(result(Link.id(told()), "{\"tools\":[]}"));

                assertThat(wire.answer().body())
                        .contains("\"id\":1", "\"ttlMs\":0", "\"cacheScope\":\"private\"");
            }
        }

        assertThat(one.opened()).isEqualTo(1);
        assertThat(gateway.sessions()).isEqualTo(1);
    }

    @Test
    void whatTheServerSaidToInitializeIsToldToWhoeverDiscoversIt() throws Exception {
        try (WireClient wire = connect()) {
            Answer answer = wire.send(client.request("7", "server/discover", "")).answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"id\":7", "\"supportedVersions\":[\"2026-07-28\"]")
                    .contains("\"logging\":{}", "\"subscribe\":true", "\"ttlMs\":0")
                    .contains("\"io.modelcontextprotocol/serverInfo\":{\"name\":\"scripted\"")
                    .doesNotContain("tasks");
        }
    }

    @Test
    void progressIsToldUnderTheTokenOfTheClient() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(
                    client.request(
                            "1", "tools/call", "\"name\":\"slow\"", ",\"progressToken\":\"p\""));
            String id = Link.id(told());
            link().say(
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                                    + "{\"progressToken\":"
                                    + id
                                    + ",\"progress\":1}}");
            Head head = wire.head();
            String progress = String.valueOf(wire.event());
            link().say(result(id, RESULT));

            assertThat(head.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(progress).contains("\"progressToken\":\"p\"").doesNotContain("id:");
            assertThat(wire.message()).contains("\"id\":1", "\"resultType\":\"complete\"");
            assertThat(wire.message()).isNull();
        }
    }

    @Test
    void logMessagesAreToldToWhoeverAskedForThem() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(
                    client.request(
                            "1",
                            "tools/call",
                            "\"name\":\"talk\"",
                            ",\"io.modelcontextprotocol/logLevel\":\"warning\""));
            String level = told();
            link().say(result(Link.id(level), "{}"));
            String id = Link.id(link().told());
            link().say(log("info"));
            link().say(log("error"));
            link().say(result(id, RESULT));
            Head _ = wire.head();

            assertThat(level).contains("\"logging/setLevel\"", "\"level\":\"warning\"");
            assertThat(wire.message()).contains("\"level\":\"error\"");
            assertThat(wire.message()).contains("\"resultType\":\"complete\"");
        }
        try (WireClient wire = connect()) {
            wire.send(client.call("2", "talk", ""));
            String id = Link.id(told());
            link().say(log("error"));
            link().say(result(id, RESULT));

            assertThat(wire.answer().header("Content-Type")).startsWith("application/json");
        }
    }

    private static String log(String level) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\""
                + level
                + "\",\"data\":1}}";
    }

    @Test
    void anUnknownMethodIsNotFound() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(client.request("1", "odd/method", ""));
            link().say(error(Link.id(told()), -32601));
            Answer unknown = wire.answer();
            wire.send(client.request("2", "resources/read", "\"uri\":\"a://b\""));
            link().say(error(Link.id(told()), -32002));
            Answer missing = wire.answer();

            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.body()).contains("\"id\":1", "-32601");
            assertThat(missing.status()).isEqualTo(200);
            assertThat(missing.body()).contains("-32602").doesNotContain("-32002");
        }
    }

    @Test
    void headersThatDoNotAgreeWithTheMessageAreRefusedBeforeAnyServerIsAsked() throws Exception {
        try (WireClient wire = connect()) {
            String other = client.call("1", "read", "").replace("Mcp-Name: read", "Mcp-Name: mail");
            Answer mismatch = wire.send(other).answer();
            String removed = client.request("2", "ping", "");
            Answer ping = wire.send(removed).answer();

            assertThat(mismatch.status()).isEqualTo(400);
            assertThat(mismatch.body()).contains("-32020", "\"id\":1");
            assertThat(ping.status()).isEqualTo(404);
            assertThat(ping.body()).contains("-32601", "\"id\":2");
            assertThat(one.opened()).isZero();
        }
    }

    @Test
    void aDeniedCallIsAnsweredAsInASession() throws Exception {
        try (WireClient wire = connect()) {
            Answer answer = wire.send(client.call("\"x\"", "mail", "")).answer();
            wire.send(client.call("2", "read", ""));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("\"id\":\"x\"", "\"error\"", "mail is not sent");
            assertThat(told()).as("the next the server hears").contains("\"read\"");
        }
    }

    @Test
    void aQuestionOfTheServerIsAnsweredByARetry() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(asked.call("1", "ask", ""));
            String id = Link.id(told());
            link().say(question(70, "elicitation/create"));
            Answer first = wire.answer();
            String yes = "{\"input-1\":{\"action\":\"accept\",\"content\":{\"a\":1}}}";
            wire.send(asked.call("2", "ask", retry(state(first.body()), yes)));
            String response = link().told();
            link().say(question(71, "elicitation/create"));
            Answer second = wire.answer();
            String no = "{\"input-2\":{\"action\":\"decline\"}}";
            wire.send(asked.call("3", "ask", retry(state(second.body()), no)));
            String another = link().told();
            link().say(result(id, RESULT));
            Answer last = wire.answer();

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.body())
                    .contains("\"id\":1", "\"resultType\":\"input_required\"")
                    .contains(
                            "\"inputRequests\":{\"input-1\":{\"method\":\"elicitation/create\","
                                    + "\"params\":{\"message\":\"well?\"}}}");
            assertThat(response)
                    .contains("\"id\":70")
                    .contains("\"result\":{\"action\":\"accept\",\"content\":{\"a\":1}}");
            assertThat(second.body()).contains("\"id\":2", "\"input-2\"").doesNotContain("input-1");
            assertThat(another).contains("\"id\":71", "{\"action\":\"decline\"}");
            assertThat(last.body()).contains("\"id\":3", "\"resultType\":\"complete\"");
        }
    }

    private static final String OPEN =
            "{\"mode\":\"url\",\"message\":\"m\",\"url\":\"https://%s.example\",\"elicitationId\":\"e\"}";

    private static String wantsUrls(String id, String... elicitations) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32042,\"message\":\"first\",\"data\":{\"elicitations\":[%s]}}}"
                .formatted(id, String.join(",", elicitations));
    }

    @Test
    void urlsThatTheServerWantsOpenedAreAskedForAndTheCallIsSentAgain() throws Exception {
        Stateless opens = client.with("{\"elicitation\":{\"url\":{}}}");
        try (WireClient wire = connect()) {
            wire.send(opens.call("1", "pay", ""));
            String call = told();
            link().say(wantsUrls(Link.id(call), OPEN.formatted("a"), OPEN.formatted("b")));
            Answer both = wire.answer();
            String first = "{\"input-1\":{\"action\":\"accept\"}}";
            Answer rest =
                    wire.send(opens.call("2", "pay", retry(state(both.body()), first))).answer();
            String second = "{\"input-2\":{\"action\":\"accept\"}}";
            wire.send(opens.call("3", "pay", retry(state(rest.body()), second)));
            String again = link().told();
            link().say(result(Link.id(again), RESULT));
            Answer done = wire.answer();
            Answer twice =
                    wire.send(opens.call("4", "pay", retry(state(rest.body()), second))).answer();

            assertThat(both.status()).isEqualTo(200);
            assertThat(both.body())
                    .contains("\"id\":1", "\"resultType\":\"input_required\"")
                    .contains(
                            "\"input-1\":{\"method\":\"elicitation/create\",\"params\":"
                                    + "{\"mode\":\"url\",\"message\":\"m\","
                                    + "\"url\":\"https://a.example\"}}")
                    .contains("\"input-2\"", "https://b.example")
                    .doesNotContain("elicitationId", "-32042");
            assertThat(rest.body()).contains("\"id\":2", "\"input-2\"").doesNotContain("input-1");
            assertThat(Link.id(again)).isNotEqualTo(Link.id(call));
            assertThat(again.replace("\"id\":" + Link.id(again), ""))
                    .isEqualTo(call.replace("\"id\":" + Link.id(call), ""));
            assertThat(done.body()).contains("\"id\":3", "\"resultType\":\"complete\"");
            assertThat(twice.status()).isEqualTo(400);
            assertThat(twice.body()).contains("-32602");
        }
    }

    @Test
    void aUrlThatTheUserDoesNotOpenEndsTheCall() throws Exception {
        Stateless opens = client.with("{\"elicitation\":{\"url\":{}}}");
        try (WireClient wire = connect()) {
            for (String action : List.of("decline", "cancel")) {
                wire.send(opens.call("1", "pay", ""));
                link().say(wantsUrls(Link.id(told()), OPEN.formatted("a")));
                Answer asks = wire.answer();
                String no = "{\"input-1\":{\"action\":\"" + action + "\"}}";
                wire.send(opens.call("2", "pay", retry(state(asks.body()), no)));

                assertThat(wire.answer().body())
                        .contains("\"id\":2", "-32603", "which the user " + action);
            }
            wire.send(opens.call("3", "pay", ""));
            assertThat(link().told()).as("the next the server hears").contains("tools/call");
        }
    }

    @Test
    void aUrlThatTheClientCannotOpenIsAMissingCapability() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(asked.call("1", "pay", ""));
            link().say(wantsUrls(Link.id(told()), OPEN.formatted("a")));
            Answer missing = wire.answer();
            wire.send(asked.call("2", "pay", ""));
            link().say(wantsUrls(Link.id(told()), "{\"mode\":\"form\"}"));
            Answer odd = wire.answer();

            assertThat(missing.status()).isEqualTo(400);
            assertThat(missing.body())
                    .contains("\"id\":1", "-32021")
                    .contains("\"requiredCapabilities\":{\"elicitation\":{\"url\":{}}}");
            assertThat(odd.body()).contains("\"id\":2", "-32603").doesNotContain("-32042");
        }
    }

    @Test
    void aRetryBehindAUrlIsJudgedAsACall() throws Exception {
        Stateless opens = client.with("{\"elicitation\":{\"url\":{}}}");
        try (WireClient wire = connect()) {
            wire.send(opens.call("1", "pay", ""));
            link().say(wantsUrls(Link.id(told()), OPEN.formatted("a")));
            Answer asks = wire.answer();
            payingStopped = true;
            String yes = "{\"input-1\":{\"action\":\"accept\"}}";
            wire.send(opens.call("2", "pay", retry(state(asks.body()), yes)));

            assertThat(wire.answer().body()).contains("\"id\":2", "nothing is paid");
        }
    }

    @Test
    void questionsThatAreOpenAtOnceAreToldTogetherAndAgainWhereAnAnswerIsMissing()
            throws Exception {
        try (WireClient wire = connect()) {
            wire.send(asked.call("1", "ask", ""));
            String id = Link.id(told());
            link().say(question(70, "elicitation/create"));
            link().say(question(71, "roots/list"));
            Answer both = wire.answer();
            String some = "{\"input-2\":{\"roots\":[]},\"nobody-asked\":{}}";
            wire.send(asked.call("2", "ask", retry(state(both.body()), some)));
            String roots = link().told();
            Answer rest = wire.answer();
            wire.send(
                    asked.call(
                            "3",
                            "ask",
                            retry(state(rest.body()), "{\"input-1\":{\"action\":\"cancel\"}}")));
            String form = link().told();
            link().say(result(id, RESULT));

            assertThat(both.body())
                    .contains("\"input-1\"", "\"input-2\":{\"method\":\"roots/list\"");
            assertThat(roots).contains("\"id\":71", "\"roots\":[]");
            assertThat(rest.body()).contains("\"input-1\"").doesNotContain("\"input-2\"");
            assertThat(form).contains("\"id\":70", "\"cancel\"");
            assertThat(wire.answer().body()).contains("\"id\":3", "\"resultType\":\"complete\"");
        }
    }

    @Test
    void anAnswerThatCameMeanwhileWaitsForTheClient() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(asked.call("1", "ask", ""));
            String id = Link.id(told());
            link().say(question(70, "elicitation/create"));
            String state = state(wire.answer().body());
            link().say(result(id, RESULT));
            String unneeded = link().told();

            wire.send(asked.call("2", "ask", retry(state, "{}")));

            assertThat(unneeded).contains("\"id\":70", "\"error\"");
            assertThat(wire.answer().body()).contains("\"id\":2", "\"resultType\":\"complete\"");
        }
    }

    @Test
    void aRetryThatIsNotTheSameRequestIsRefusedAndTheCallWaitsOn() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(asked.call("1", "ask", ""));
            String id = Link.id(told());
            link().say(question(70, "elicitation/create"));
            String state = state(wire.answer().body());
            String yes = "{\"input-1\":{\"action\":\"accept\"}}";
            String changed = state.substring(1) + state.charAt(0);
            String other =
                    asked.request(
                            "3",
                            "tools/call",
                            "\"name\":\"ask\",\"arguments\":{\"all\":true}" + retry(state, yes));

            Answer tampered = wire.send(asked.call("2", "ask", retry(changed, yes))).answer();
            Answer otherArguments = wire.send(other).answer();
            Answer otherTool = wire.send(asked.call("4", "tell", retry(state, yes))).answer();
            wire.send(asked.call("5", "ask", retry(state, yes)));
            String response = link().told();
            Answer again = wire(asked.call("6", "ask", retry(state, yes)));
            link().say(result(id, RESULT));

            for (Answer refused : List.of(tampered, otherArguments, otherTool, again)) {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.body()).contains("-32602", "requestState");
            }
            assertThat(response).contains("\"id\":70", "accept");
            assertThat(wire.answer().body()).contains("\"id\":5", "\"resultType\":\"complete\"");
        }
    }

    private Answer wire(String request) throws IOException {
        try (WireClient other = connect()) {
            return other.send(request).answer();
        }
    }

    @Test
    void aQuestionThatTheClientCannotBeAskedEndsTheCall() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(client.call("1", "ask", ""));
            String id = Link.id(told());
            link().say(question(70, "sampling/createMessage"));
            Answer answer = wire.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("\"id\":1", "-32021")
                    .contains("\"data\":{\"requiredCapabilities\":{\"sampling\":{}}}");
            assertThat(List.of(link().told(), link().told()))
                    .anyMatch(told -> told.contains("\"id\":70") && told.contains("\"error\""))
                    .anyMatch(
                            told ->
                                    told.contains("notifications/cancelled")
                                            && told.contains("\"requestId\":" + id));
        }
    }

    @Test
    void whatNobodyCanBeAskedIsAnsweredByTheGateway() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(asked.request("1", "tools/list", ""));
            String id = Link.id(told());
            link().say(question(70, "elicitation/create"));
            link().say("{\"jsonrpc\":\"2.0\",\"id\":71,\"method\":\"ping\"}");

            assertThat(link().told()).contains("\"id\":70", "does not listen");
            assertThat(link().told()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":71,\"result\":{}}");
            link().say(result(id, "{\"tools\":[]}"));
            assertThat(wire.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatLeavesGivesItsRequestUp() throws Exception {
        String id;
        try (WireClient wire = connect()) {
            wire.send(client.call("1", "slow", ""));
            id = Link.id(told());
        }

        assertThat(link().told()).contains("notifications/cancelled", "\"requestId\":" + id);
    }

    @Test
    void aStreamTellsWhatItsClientListensFor() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(
                    client.request(
                            "\"s\"",
                            "subscriptions/listen",
                            "\"notifications\":{\"toolsListChanged\":true,"
                                    + "\"promptsListChanged\":true,"
                                    + "\"resourceSubscriptions\":[\"a://b\",\"a://none\"]}"));
            String subscribe = told();
            link().say(result(Link.id(subscribe), "{}"));
            link().say(error(Link.id(link().told()), -32002));
            Head _ = wire.head();
            String acknowledged = wire.message();
            link().say(changed("tools/list_changed", ""));
            link().say(changed("prompts/list_changed", ""));
            link().say(changed("resources/updated", "\"uri\":\"c://d\""));
            link().say(changed("resources/updated", "\"uri\":\"a://b\""));

            assertThat(subscribe).contains("\"resources/subscribe\"", "\"uri\":\"a://b\"");
            assertThat(acknowledged)
                    .contains("notifications/subscriptions/acknowledged")
                    .contains("\"io.modelcontextprotocol/subscriptionId\":\"s\"")
                    .contains(
                            "\"notifications\":{\"toolsListChanged\":true,"
                                    + "\"resourceSubscriptions\":[\"a://b\"]}");
            assertThat(wire.message())
                    .contains("notifications/tools/list_changed", "subscriptionId\":\"s\"");
            assertThat(wire.message())
                    .contains("notifications/resources/updated", "\"uri\":\"a://b\"")
                    .contains("subscriptionId\":\"s\"");

            link().end("it ended");

            assertThat(wire.message())
                    .contains("\"id\":\"s\"", "\"resultType\":\"complete\"")
                    .contains("subscriptionId\":\"s\"");
            assertThat(wire.message()).isNull();
        }
    }

    private static String changed(String what, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/"
                + what
                + "\",\"params\":{"
                + params
                + "}}";
    }

    @Test
    void aGatewayThatEndsTellsWhoListens() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(
                    client.request(
                            "\"s\"",
                            "subscriptions/listen",
                            "\"notifications\":{\"toolsListChanged\":true}"));
            Head _ = wire.head();
            assertThat(wire.message()).contains("acknowledged");

            assertThat(gateway.drain()).isZero();

            assertThat(wire.message())
                    .contains("\"id\":\"s\"", "\"resultType\":\"complete\"")
                    .contains("subscriptionId\":\"s\"");
            assertThat(wire.message()).isNull();
        }
    }

    @Test
    void theLastWhoListensUnsubscribes() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(
                    client.request(
                            "1",
                            "subscriptions/listen",
                            "\"notifications\":{\"resourceSubscriptions\":[\"a://b\"]}"));
            link().say(result(Link.id(told()), "{}"));
            Head _ = wire.head();
            assertThat(wire.message()).contains("acknowledged");
        }

        assertThat(link().told()).contains("resources/unsubscribe", "a://b");
    }

    @Test
    void aServerThatEndsLosesItsCallsAndIsAskedAnew() throws Exception {
        try (WireClient wire = connect()) {
            wire.send(client.call("1", "slow", ""));
            String _ = told();
            link().end("the server ended with exit code 3");
            Answer lost = wire.answer();
            wire.send(client.request("2", "server/discover", ""));
            Answer next = wire.answer();

            assertThat(lost.body()).contains("\"id\":1", "the server ended with exit code 3");
            assertThat(next.body()).contains("\"id\":2", "\"supportedVersions\"");
            assertThat(one.opened()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatTakesNobodyIsNoSignOfAnEra() throws Exception {
        one.refuse(new LinkException("too many sessions of `one`", Duration.ofSeconds(7)));
        try (WireClient wire = connect()) {
            Answer answer = wire.send(client.request("1", "server/discover", "")).answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("7");
            assertThat(answer.body()).contains("\"id\":1", "too many sessions of `one`");
            assertThat(gateway.sessions()).isZero();
        }
    }

    @Test
    void sessionsOfOneCallerAreFewAndOneThatIsNotUsedMakesRoom() throws Exception {
        List<WireClient> busy = new ArrayList<>();
        try (WireClient wire = connect()) {
            for (int each = 0; each < 8; each++) {
                WireClient other = connect();
                busy.add(other);
                other.send(client.with("{\"n\":%d}".formatted(each)).call("1", "slow", ""));
                while (one.opened() == each) {
                    Thread.onSpinWait();
                }
            }
            String last = told();
            Answer tooMany = wire.send(client.request("1", "server/discover", "")).answer();
            one.last().say(result(Link.id(last), RESULT));
            Answer done = busy.getLast().answer();
            Answer room = wire.send(client.request("2", "server/discover", "")).answer();

            assertThat(tooMany.status()).isEqualTo(503);
            assertThat(tooMany.header("Retry-After")).isNotNull();
            assertThat(done.status()).isEqualTo(200);
            assertThat(room.status()).isEqualTo(200);
        } finally {
            for (WireClient each : busy) {
                each.close();
            }
        }
    }
}
