package io.agentgate.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Eventually;
import io.agentgate.e2e.http.Caller;
import io.agentgate.e2e.http.McpServer;
import io.agentgate.testkit.http.Answer;
import io.agentgate.testkit.http.Received;
import io.agentgate.testkit.http.Reply;
import io.agentgate.testkit.http.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two proxies behind a balancer, with all services and all they stand on. */
@Timeout(300)
class ClusterIT {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final String CANCEL =
            """
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}\
            """;
    private static final String ACCEPT =
            """
            {"jsonrpc":"2.0","id":7,"result":{"action":"accept","content":{}}}\
            """;

    private static Cluster cluster;
    private static McpServer server;

    /** What the server was told that is no request. */
    private static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        server = new McpServer();
        server.list("read", "write", "erase");
        server.tool("ask", ClusterIT::ask);
        server.atOthers(
                (request, reply) -> {
                    TOLD.add(request.body());
                    reply.answer(202, "");
                });
        cluster = Cluster.start(server.uri(), "client_credentials");
    }

    /** Asks the client, and answers once it was told how. */
    private static void ask(Received request, Reply reply)
            throws IOException, InterruptedException {
        reply.stream();
        reply.event(
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"elicitation/create\",\"params\":"
                    + "{\"message\":\"sure?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}");
        String told = TOLD.poll(30, TimeUnit.SECONDS);
        reply.event(McpServer.result(request, told == null ? "nobody" : "told"));
        reply.end();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        server.close();
    }

    @BeforeEach
    void allowAll() throws Exception {
        cluster.activate("");
        TOLD.clear();
    }

    private static Caller at(int proxy, String token) {
        return new Caller(cluster.proxy(proxy), "Authorization: Bearer " + token);
    }

    private static String text(Answer answer) {
        assertThat(answer.status()).as(answer::toString).isEqualTo(200);
        return answer.body();
    }

    @Test
    void clientOfTheSdkWorksThroughEitherProxyInOneSession() throws Exception {
        try (SdkClient client = new SdkClient(cluster.balancer(), cluster.token("bob"))) {
            for (int call = 0; call < 20; call++) {
                assertThat(client.call("read")).contains("read");
            }
            assertThat(client.call("ask")).contains("told");
        }
        assertThat(cluster.callsAt(0)).isPositive();
        assertThat(cluster.callsAt(1)).isPositive();
    }

    @Test
    void answerToldTheOtherProxyReachesTheCallThatAsked() throws Exception {
        String token = cluster.token("bob");
        Caller first = at(0, token).inSession();
        try (WireClient call = first.open(Caller.call(1, "ask"))) {
            assertThat(call.head().status()).isEqualTo(200);
            assertThat(call.message()).contains("elicitation/create");
            TOLD.clear();

            assertThat(at(1, token).with(first.session()).post(ACCEPT).status()).isEqualTo(202);
            assertThat(call.message()).contains("told");
        }
    }

    @Test
    void cancellationToldTheOtherProxyReachesTheCall() throws Exception {
        String token = cluster.token("bob");
        Caller first = at(0, token).inSession();
        try (WireClient call = first.open(Caller.call(1, "ask"))) {
            assertThat(call.head().status()).isEqualTo(200);
            assertThat(call.message()).contains("elicitation/create");

            assertThat(at(1, token).with(first.session()).post(CANCEL).status()).isEqualTo(202);
            assertThat(call.message()).isNull();
        }
        assertThat(cluster.awaitCall("ask", "cancelled")).contains("\"caller\":\"bob\"");
    }

    @Test
    void sessionOfSomebodyElseIsNobodysAtEitherProxy() throws Exception {
        Caller bobs = at(0, cluster.token("bob")).inSession();
        String carol = cluster.token("carol");

        for (int proxy = 0; proxy < 2; proxy++) {
            Caller thief = at(proxy, carol).with(bobs.session());
            assertThat(thief.post(Caller.call(2, "read")).status()).isEqualTo(404);
            try (WireClient stream = thief.listen()) {
                assertThat(stream.head().status()).isEqualTo(404);
            }
            assertThat(thief.delete().status()).isEqualTo(404);
        }
        assertThat(text(bobs.post(Caller.call(3, "read")))).contains("\"result\"");
    }

    @Test
    void sessionEndedAtOneProxyHasEndedAtTheOther() throws Exception {
        String token = cluster.token("bob");
        Caller first = at(0, token).inSession();
        Caller second = at(1, token).with(first.session());
        assertThat(second.post(Caller.call(1, "read")).status()).isEqualTo(200);

        assertThat(first.delete().status()).isEqualTo(200);
        Eventually.holds(
                "the session has ended at the other", () -> statusOf(second, "read") == 404);
    }

    @Test
    void activatedPolicyDecidesAtBothWithinTwoSeconds() throws Exception {
        String token = cluster.token("bob");
        Caller first = at(0, token).inSession();
        Caller second = at(1, token).with(first.session());
        assertThat(text(first.post(Caller.call(1, "erase")))).contains("\"result\"");

        cluster.activate(
                """
                [[rules]]
                id = "no-erasing"
                tool = "erase"
                action = "deny"
                message = "nothing is erased"
                """);

        long activated = System.nanoTime();
        for (Caller caller : List.of(first, second)) {
            Eventually.holds(
                    "the rule decides within 2 s",
                    TWO_SECONDS.minusNanos(System.nanoTime() - activated),
                    () -> bodyOf(caller, "erase").contains("nothing is erased"));
        }
        assertThat(text(second.post(Caller.call(4, "read")))).contains("\"result\"");
    }

    @Test
    void textThatDoesNotLoadChangesNothing() throws Exception {
        assertThat(cluster.activation("[[rules]]\nid = 1\n").statusCode()).isEqualTo(422);
        Caller caller = at(0, cluster.token("bob")).inSession();
        assertThat(text(caller.post(Caller.call(1, "read")))).contains("\"result\"");
    }

    @Test
    void limitIsHeldByBothTogether() throws Exception {
        cluster.activate(
                """
                [[rules]]
                id = "hundred"
                tool = "counted"
                action = "rate_limit"
                max_calls = 100
                window_seconds = 3600

                [[rules]]
                id = "one"
                tool = "warm"
                action = "deny"
                """);
        String token = cluster.token("bob");
        List<Caller> callers = List.of(at(0, token).inSession(), at(1, token).inSession());
        Eventually.holds("the limit is in force", () -> isLimited(callers));

        int admitted = 0;
        for (int call = 0; call < 400; call++) {
            String body = bodyOf(callers.get(call % 2), "counted");
            admitted += body.contains("\"result\"") ? 1 : 0;
        }
        // Two proxies tell each other within milliseconds; see docs/reference/shared-state.md.
        assertThat(admitted).isBetween(100, 110);
    }

    private static boolean isLimited(List<Caller> callers) {
        return callers.stream().allMatch(caller -> bodyOf(caller, "warm").contains("'one'"));
    }

    /**
     * Eva's token says that she is an editor, and vic's that he is a viewer; bob's says neither.
     */
    @Test
    void rolesOfTokensDecideWhatIsShownAndMayBeCalled() throws Exception {
        cluster.activate(
                """
                [[roles]]
                role = "viewer"
                tools = ["read"]

                [[roles]]
                role = "editor"
                tools = ["read", "write"]
                """);
        Caller eva = at(0, cluster.token("eva")).inSession();
        Caller vic = at(1, cluster.token("vic")).inSession();
        Caller bob = at(0, cluster.token("bob")).inSession();
        Eventually.holds("roles are in force", () -> bodyOf(vic, "write").contains("No role"));
        Eventually.holds("and here", () -> bodyOf(bob, "read").contains("No role"));

        assertThat(bodyOf(eva, "write")).contains("\"result\"");
        assertThat(bodyOf(vic, "read")).contains("\"result\"");
        assertThat(bodyOf(eva, "erase")).contains("No role");
        assertThat(toolsOf(eva)).contains("\"read\"", "\"write\"").doesNotContain("\"erase\"");
        assertThat(toolsOf(vic)).contains("\"read\"").doesNotContain("\"write\"");
        assertThat(toolsOf(bob)).contains("\"tools\":[]");
    }

    private static String toolsOf(Caller caller) throws IOException {
        return text(caller.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"));
    }

    @Test
    void switchStopsCallsAtBothUntilItIsLifted() throws Exception {
        String token = cluster.token("bob");
        List<Caller> callers = List.of(at(0, token).inSession(), at(1, token).inSession());

        String id = cluster.stopTool("dangerous", "under investigation");
        for (Caller caller : callers) {
            Eventually.holds(
                    "stopped within 2 s",
                    TWO_SECONDS,
                    () -> bodyOf(caller, "dangerous").contains("under investigation"));
            assertThat(bodyOf(caller, "read")).contains("\"result\"");
        }

        cluster.liftSwitch(id);
        for (Caller caller : callers) {
            Eventually.holds(
                    "goes on within 2 s",
                    TWO_SECONDS,
                    () -> bodyOf(caller, "dangerous").contains("\"result\""));
        }
    }

    @Test
    void keyWorksAtBothUntilItIsRevoked() throws Exception {
        String before = cluster.bundles();
        Cluster.Key key = cluster.makeKey("builder");
        // Not by trying: too many failed logins, and nobody here can log in for a minute.
        awaitOtherBundles(before);
        for (int proxy = 0; proxy < 2; proxy++) {
            // Its revision is told a moment before all of a bundle holds.
            Caller caller = at(proxy, key.secret());
            Eventually.equal(200, () -> statusOf(caller));
        }

        before = cluster.bundles();
        cluster.revokeKey(key);
        awaitOtherBundles(before);
        for (int proxy = 0; proxy < 2; proxy++) {
            Caller caller = at(proxy, key.secret());
            Eventually.equal(401, () -> statusOf(caller));
        }
    }

    private static int statusOf(Caller caller) {
        try {
            return caller.post(Caller.INITIALIZE).status();
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        }
    }

    private static void awaitOtherBundles(String before) {
        String[] each = before.split(" ");
        Eventually.holds(
                "both have another bundle within 2 s",
                TWO_SECONDS,
                () -> {
                    String[] now = cluster.bundles().split(" ");
                    return !now[0].equals(each[0]) && !now[1].equals(each[1]);
                });
    }

    @Test
    void whoeverShowsNothingLearnsWhereToAskForAToken() throws Exception {
        Answer answer = new Caller(cluster.balancer()).post(Caller.INITIALIZE);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .startsWith("Bearer resource_metadata=\"")
                .contains("/.well-known/oauth-protected-resource/mcp\"");
        Answer metadata =
                new Caller(cluster.balancer())
                        .send(
                                new Caller(cluster.balancer())
                                        .request(
                                                "GET",
                                                "/.well-known/oauth-protected-resource/mcp",
                                                List.of(),
                                                ""));
        assertThat(metadata.body())
                .contains("\"resource\":\"" + cluster.publicUrl() + "/mcp\"")
                .contains("\"authorization_servers\":[\"" + cluster.issuer() + "\"]");
    }

    @Test
    void tokensThatProveNothingAreTurnedAway() throws Exception {
        String good = cluster.token("bob");
        String[] parts = good.split("\\.");
        String unsigned = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".";
        String forged =
                parts[0] + "." + parts[1] + "." + parts[2].replaceFirst("^.{8}", "AAAAAAAA");
        List<String> bad =
                new ArrayList<>(List.of(unsigned, forged, "x".repeat(13_000), "rubbish"));
        bad.add(cluster.tokenForAnother());

        for (String token : bad) {
            Answer answer = at(0, token).post(Caller.INITIALIZE);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate"))
                    .contains("error=\"invalid_token\"", "resource_metadata=");
            assertThat(answer.body()).doesNotContain(token);
        }
    }

    @Test
    void tokenCountsNoLongerThanItSays() throws Exception {
        String token = cluster.tokenFor("agentgate-short", "bob");
        Caller caller = at(1, token).inSession();
        assertThat(caller.post(Caller.call(1, "read")).status()).isEqualTo(200);

        Eventually.holds("the token has ended", () -> statusOf(caller, "read") == 401);
    }

    @Test
    void tokenReachesNeitherTheServerNorTheRecords() throws Exception {
        String token = cluster.token("carol");
        at(0, token).inSession().post(Caller.call(1, "carols"));

        assertThat(server.calls("carols")).hasSize(1);
        String shown =
                Objects.requireNonNull(server.calls("carols").getFirst().header("Authorization"));
        assertThat(shown).startsWith("Bearer ").doesNotContain(token);
        // The gateway's own token, by its own credentials at the same provider.
        assertThat(Cluster.claims(shown).path("azp").asText()).isEqualTo("agentgate-upstream");
        assertThat(cluster.awaitCall("carols", "allowed"))
                .contains("\"caller\":\"carol\"", "\"agent\":\"agentgate-cli\"")
                .doesNotContain(token);
    }

    private static int statusOf(Caller caller, String tool) {
        try {
            return caller.post(Caller.call(9, tool)).status();
        } catch (IOException gone) {
            return -1;
        }
    }

    private static String bodyOf(Caller caller, String tool) {
        try {
            return caller.post(Caller.call(9, tool)).body();
        } catch (IOException gone) {
            return "";
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
