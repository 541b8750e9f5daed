package io.agentgate.policystore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.testkit.identity.TestIssuer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances on one database: the flow of policies, keys, switches and the bundle. */
@NullMarked
@SuppressWarnings("NullAway.Init")
class PolicyServiceIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static EmbeddedPostgres database;
    private static TestIssuer issuer;
    private static ServiceProcess one;
    private static ServiceProcess other;
    private static String admin;
    private static String editor;
    private static String approver;
    private static String viewer;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        database = EmbeddedPostgres.start();
        issuer = new TestIssuer(ServiceProcess.AUDIENCE);
        one = ServiceProcess.start(database, issuer, false);
        other = ServiceProcess.start(database, issuer, true);
        admin = issuer.token("alice", "admin");
        editor = issuer.token("eva", "editor");
        approver = issuer.token("ada", "approver");
        viewer = issuer.token("vic", "viewer");
    }

    @AfterAll
    static void stop() throws IOException {
        other.close();
        one.close();
        issuer.close();
        database.close();
    }

    private static String policy(String denied) {
        return """
        default = "allow"

        [metadata]
        name = "test"
        version = "1"

        [[rules]]
        id = "no-%s"
        tool = "%s"
        action = "deny"
        """
                .formatted(denied, denied);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static long draft(String text) throws IOException {
        String order = JSON.writeValueAsString(Map.of("text", text, "comment", "try"));
        HttpResponse<String> made = one.as(editor, "POST", "/api/policies/drafts", order);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made).get("revision").asLong();
    }

    private static HttpResponse<String> activate(ServiceProcess at, String who, long number)
            throws IOException {
        return at.as(who, "POST", "/api/policies/drafts/" + number + "/activate", "");
    }

    private static long activated(String text) throws IOException {
        long number = draft(text);
        HttpResponse<String> answer = activate(one, editor, number);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return number;
    }

    private static JsonNode bundle() throws IOException {
        HttpResponse<String> answer =
                one.send(
                        one.request("/api/bundle")
                                .header("Authorization", "Bearer " + ServiceProcess.PROXY_TOKEN));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag"))
                .hasValue("\"" + json(answer).get("revision").asLong() + "\"");
        return json(answer);
    }

    @Test
    void draftIsValidatedTriedAndActivated() throws IOException {
        long number = draft(policy("drop"));
        String path = "/api/policies/drafts/" + number;

        assertThat(json(one.as(editor, "POST", path + "/validate", "")).get("valid").asBoolean())
                .isTrue();
        HttpResponse<String> tried =
                one.as(
                        editor,
                        "POST",
                        path + "/test",
                        "[{\"server\":\"s\",\"tool\":\"drop\",\"arguments\":{\"a\":1}},{\"tool\":\"x\"}]");
        assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
        assertThat(json(tried).at("/0/outcome").asText()).isEqualTo("deny");
        assertThat(json(tried).at("/0/rule").asText()).isEqualTo("no-drop");
        assertThat(json(tried).at("/1/outcome").asText()).isEqualTo("allow");
        assertThat(activate(one, editor, number).statusCode()).isEqualTo(200);
        assertThat(bundle().at("/policy/revision").asLong()).isEqualTo(number);
        assertThat(bundle().at("/policy/text").asText()).isEqualTo(policy("drop"));
        assertThat(json(one.as(viewer, "GET", "/api/policies/active", "")).get("state").asText())
                .isEqualTo("active");
    }

    @Test
    void draftThatDoesNotLoadIsNeverActivated() throws IOException {
        long number = draft("default = \"perhaps\"\n");

        HttpResponse<String> refused = activate(one, editor, number);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(json(refused).get("problems")).hasSize(2);
        assertThat(json(refused).at("/problems/0/line").asInt()).isEqualTo(1);
    }

    @Test
    void draftOverAnotherRevisionIsActivatedOnlyByNamingTheActiveOne() throws IOException {
        long late = draft(policy("late"));
        long active = activated(policy("first"));

        assertThat(activate(one, editor, late).statusCode()).isEqualTo(409);
        assertThat(activateOver(late, active - 1).statusCode()).isEqualTo(412);
        assertThat(activateOver(late, active).statusCode()).isEqualTo(200);
        assertThat(activateOver(late, late).statusCode()).isEqualTo(409);
    }

    private static HttpResponse<String> activateOver(long number, long active) throws IOException {
        return one.send(
                one.request("/api/policies/drafts/" + number + "/activate")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + editor)
                        .header("If-Match", "\"" + active + "\""));
    }

    @Test
    void ofTwoActivationsAtOnceOneWins() throws IOException {
        long left = draft(policy("left"));
        long right = draft(policy("right"));

        CompletableFuture<Integer> first = statusOfActivation(left);
        CompletableFuture<Integer> second = statusOfActivation(right);

        assertThat(List.of(first.join(), second.join())).containsExactlyInAnyOrder(200, 409);
    }

    private static CompletableFuture<Integer> statusOfActivation(long number) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return activate(one, editor, number).statusCode();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void withFourEyesTheAuthorDoesNotActivate() throws IOException {
        long number = draft(policy("eyes"));
        String both = issuer.token("eva", "editor", "approver");

        assertThat(activate(other, editor, number).statusCode()).isEqualTo(403);
        assertThat(activate(other, both, number).statusCode()).isEqualTo(403);
        assertThat(activate(other, approver, number).statusCode()).isEqualTo(200);
    }

    @Test
    void withFourEyesWhoWroteOrActivatedDoesNotRollBack() throws IOException {
        String max = issuer.token("max", "editor", "approver");
        long old = draft(policy("old-eyes"));
        assertThat(activate(other, max, old).statusCode()).isEqualTo(200);
        long made = draft(policy("made-eyes"));
        assertThat(activate(other, approver, made).statusCode()).isEqualTo(200);
        String both = issuer.token("eva", "editor", "approver");

        HttpResponse<String> byAuthor = rollBack(other, both, old);
        HttpResponse<String> byActivator = rollBack(other, approver, old);

        assertThat(byAuthor.statusCode()).as(byAuthor.body()).isEqualTo(403);
        assertThat(byActivator.statusCode()).as(byActivator.body()).isEqualTo(403);
        assertThat(rollBack(other, editor, old).statusCode()).isEqualTo(403);
        assertThat(bundle().at("/policy/revision").asLong()).isEqualTo(made);
        assertThat(rollBack(other, max, old).statusCode()).isEqualTo(201);
        assertThat(bundle().at("/policy/text").asText()).isEqualTo(policy("old-eyes"));
        // Who rolled back activated what is active now.
        assertThat(rollBack(other, max, made).statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> rollBack(ServiceProcess at, String who, long number)
            throws IOException {
        return at.as(who, "POST", "/api/policies/rollback/" + number, "");
    }

    @Test
    void rollbackBringsTheOldTextBackAsANewRevision() throws IOException {
        long old = activated(policy("old"));
        long made = activated(policy("made"));

        HttpResponse<String> back = one.as(editor, "POST", "/api/policies/rollback/" + old, "");

        assertThat(back.statusCode()).as(back.body()).isEqualTo(201);
        assertThat(json(back).get("revision").asLong()).isGreaterThan(made);
        assertThat(json(back).get("comment").asText()).isEqualTo("Rollback to revision " + old);
        assertThat(bundle().at("/policy/text").asText()).isEqualTo(policy("old"));
        HttpResponse<String> diff =
                one.as(viewer, "GET", "/api/policies/" + old + "/diff/" + made, "");
        assertThat(diff.body()).contains("-id = \"no-old\"", "+id = \"no-made\"");
    }

    @Test
    void pollAtAnotherInstanceWakesWithinTwoSeconds() throws IOException {
        long known = bundle().get("revision").asLong();
        CompletableFuture<HttpResponse<String>> poll =
                HttpClient.newHttpClient()
                        .sendAsync(
                                other.poll(known, 25).build(),
                                HttpResponse.BodyHandlers.ofString());

        HttpResponse<String> set =
                one.as(
                        approver,
                        "POST",
                        "/api/kill-switches",
                        "{\"scope\":\"tool\",\"server\":\"s\",\"name\":\"t\",\"reason\":\"leak\"}");

        assertThat(set.statusCode()).as(set.body()).isEqualTo(201);
        HttpResponse<String> woken = poll.orTimeout(2, TimeUnit.SECONDS).join();
        assertThat(woken.statusCode()).isEqualTo(200);
        assertThat(json(woken).get("revision").asLong()).isEqualTo(known + 1);
        assertThat(woken.body()).contains("\"reason\":\"leak\"");
        String id = json(set).get("id").asText();
        assertThat(one.as(approver, "DELETE", "/api/kill-switches/" + id, "").statusCode())
                .isEqualTo(204);
        assertThat(bundle().get("killSwitches").toString()).doesNotContain(id);
    }

    @Test
    void pollThatSeesNoChangeEndsWhenItsTimeIsOver() throws IOException {
        long known = bundle().get("revision").asLong();
        Instant begin = Instant.now();

        HttpResponse<String> answer = one.send(one.poll(known, 1));

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void bundleIsForProxiesOnly() throws IOException {
        assertThat(one.send(one.request("/api/bundle")).statusCode()).isEqualTo(401);
        assertThat(one.as(admin, "GET", "/api/bundle", "").statusCode()).isEqualTo(401);
    }

    @Test
    void keyIsShownOnceReplacedAndRevoked() throws IOException {
        HttpResponse<String> made = one.as(admin, "POST", "/api/keys", "{\"caller\":\"bob\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String key = json(made).get("key").asText();
        String id = json(made).at("/entry/id").asText();

        HttpResponse<String> next =
                one.as(
                        admin,
                        "POST",
                        "/api/keys",
                        "{\"rotate\":\"" + id + "\",\"overlapSeconds\":60}");
        assertThat(next.statusCode()).as(next.body()).isEqualTo(201);
        assertThat(json(next).at("/replaces/expires").asText()).isNotEmpty();
        assertThat(one.as(admin, "DELETE", "/api/keys/" + id, "").statusCode()).isEqualTo(204);

        String secret = key.substring(key.lastIndexOf('_') + 1);
        assertThat(one.as(viewer, "GET", "/api/keys", "").body())
                .contains(id, "revoked")
                .doesNotContain(secret, "sha256:");
        assertThat(bundle().get("apiKeys").toString())
                .contains(id, "sha256:")
                .doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"group-a", "=a", "groups=", "/groups=a", "a//b=c"})
    void claimThatProxiesCouldNotReadIsRefused(String claim) throws IOException {
        String roles = "[{\"name\":\"developer\",\"claims\":[\"" + claim + "\"]}]";

        HttpResponse<String> refused = one.as(admin, "PUT", "/api/roles", roles);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("[0].claims");
    }

    @Test
    void rolesAreReplacedAsAWhole() throws IOException {
        String roles =
                "[{\"name\":\"developer\",\"claims\":[\"groups=a\",\"realm_access/roles=b\"]}]";

        assertThat(one.as(admin, "PUT", "/api/roles", roles).statusCode()).isEqualTo(200);

        assertThat(bundle().get("roles").toString()).isEqualTo(roles);
    }

    @Test
    void everyRouteAsksForItsRole() throws IOException {
        String nobody = issuer.token("bob");
        String expired = issuer.token("alice", Instant.now().minusSeconds(120), "admin");
        Instant later = Instant.now().plusSeconds(300);
        String forProxies = issuer.token("alice", "https://gate.example/mcp", later, "admin");

        assertThat(one.as(nobody, "GET", "/api/policies", "").statusCode()).isEqualTo(403);
        assertThat(one.as(expired, "GET", "/api/policies", "").statusCode()).isEqualTo(401);
        assertThat(one.as(forProxies, "GET", "/api/policies", "").statusCode()).isEqualTo(401);
        assertThat(one.send(one.request("/api/policies")).statusCode()).isEqualTo(401);
        assertThat(one.as(viewer, "GET", "/api/history", "").statusCode()).isEqualTo(200);
        assertThat(one.as(viewer, "POST", "/api/policies/drafts", "{\"text\":\"\"}").statusCode())
                .isEqualTo(403);
        assertThat(one.as(editor, "POST", "/api/keys", "{\"caller\":\"x\"}").statusCode())
                .isEqualTo(403);
        assertThat(one.as(editor, "PUT", "/api/roles", "[]").statusCode()).isEqualTo(403);
        assertThat(
                        one.as(
                                        editor,
                                        "POST",
                                        "/api/kill-switches",
                                        "{\"scope\":\"all\",\"reason\":\"r\"}")
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void badInputIsToldByItsField() throws IOException {
        HttpResponse<String> unknown =
                one.as(
                        editor,
                        "POST",
                        "/api/policies/drafts",
                        "{\"text\":\"\",\"state\":\"ACTIVE\"}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(json(unknown).get("field").asText()).isEqualTo("state");
        HttpResponse<String> comment =
                one.as(
                        editor,
                        "POST",
                        "/api/policies/drafts",
                        "{\"text\":\"\",\"comment\":\"" + "x".repeat(1001) + "\"}");
        assertThat(comment.statusCode()).isEqualTo(422);
        assertThat(json(comment).get("field").asText()).isEqualTo("comment");
        HttpResponse<String> scope =
                one.as(
                        approver,
                        "POST",
                        "/api/kill-switches",
                        "{\"scope\":\"all\",\"name\":\"t\",\"reason\":\"r\"}");
        assertThat(scope.statusCode()).isEqualTo(422);
        assertThat(json(scope).get("field").asText()).isEqualTo("name");
        HttpResponse<String> broken = one.as(admin, "POST", "/api/keys", "{\"caller\":");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(one.as(viewer, "GET", "/api/policies/999999", "").statusCode()).isEqualTo(404);
    }

    @Test
    void everyChangeIsInTheHistory() throws IOException {
        long number = activated(policy("noted"));

        JsonNode newest = json(one.as(viewer, "GET", "/api/history?limit=2", "")).get("items");

        assertThat(newest.at("/0/action").asText()).isEqualTo("activate");
        assertThat(newest.at("/0/target").asText()).isEqualTo("policy/" + number);
        assertThat(newest.at("/0/person").asText()).isEqualTo("eva");
        assertThat(newest.at("/1/action").asText()).isEqualTo("draft");
    }

    @Test
    void proxiesReportWhatTheyDecideBy() throws IOException {
        HttpResponse<String> told =
                one.as(
                        ServiceProcess.PROXY_TOKEN,
                        "PUT",
                        "/api/proxies/proxy-1",
                        "{\"revision\":3,\"applied\":true,\"problem\":null,\"version\":\"0.1.0\"}");

        assertThat(told.statusCode()).as(told.body()).isEqualTo(204);
        assertThat(json(one.as(viewer, "GET", "/api/proxies", "")).at("/0/revision").asLong())
                .isEqualTo(3);
        assertThat(one.send(one.request("/q/metrics")).body())
                .contains("agentgate_proxy_bundle_revision{replica=\"proxy-1\"} 3.0");
    }

    private static final String READ_TOOL =
            "{\"name\":\"read\",\"definition\":{\"name\" : \"read\",\"n\":1e400},"
                    + "\"operation\":\"read\",\"circuit\":null}";

    private static String servers(String name, String tools) {
        return """
        [{"name":"%s","transport":"http","target":"http://db.example/mcp","state":"ready",\
        "protocol":"2025-11-25","trouble":null,"tools":[%s],"leftOut":3}]\
        """
                .formatted(name, tools);
    }

    private static HttpResponse<String> tell(String replica, String servers) throws IOException {
        return one.as(
                ServiceProcess.PROXY_TOKEN, "PUT", "/api/proxies/" + replica + "/servers", servers);
    }

    private static void report(String replica) throws IOException {
        String report = "{\"revision\":3,\"applied\":true,\"problem\":null,\"version\":\"0.1.0\"}";
        HttpResponse<String> told =
                one.as(ServiceProcess.PROXY_TOKEN, "PUT", "/api/proxies/" + replica, report);
        assertThat(told.statusCode()).as(told.body()).isEqualTo(204);
    }

    /** What a replica told, as people see it at the other instance; empty if nothing. */
    private static String toldBy(String replica) throws IOException {
        HttpResponse<String> all = other.as(viewer, "GET", "/api/proxies/servers", "");
        assertThat(all.statusCode()).as(all.body()).isEqualTo(200);
        int begin = all.body().indexOf("{\"replica\":\"" + replica + "\"");
        if (begin < 0) {
            return "";
        }
        int end = all.body().indexOf("{\"replica\":", begin + 1);
        return all.body().substring(begin, end < 0 ? all.body().length() - 1 : end - 1);
    }

    @Test
    void proxiesTellOfTheirServersAndTheNewestCounts() throws IOException {
        report("teller-0");
        assertThat(tell("teller-0", servers("former", "")).statusCode()).isEqualTo(204);
        assertThat(tell("teller-0", servers("db\\u0000", READ_TOOL)).statusCode()).isEqualTo(204);

        String told = toldBy("teller-0");

        assertThat(told)
                .endsWith("\"servers\":" + servers("db\\u0000", READ_TOOL) + "}")
                .doesNotContain("former");
        JsonNode shown = JSON.readTree(told);
        assertThat(Instant.parse(shown.get("told").asText())).isBefore(Instant.now());
        assertThat(shown.at("/servers/0/tools/0/definition/name").asText()).isEqualTo("read");
    }

    @Test
    void serversOfAProxyThatIsNotHeardOfAreNotShown() throws Exception {
        assertThat(tell("teller-1", servers("db", "")).statusCode()).isEqualTo(204);
        assertThat(toldBy("teller-1")).isEmpty();

        report("teller-1");
        assertThat(toldBy("teller-1")).isNotEmpty();

        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update proxy_report set seen = seen - interval '121 seconds'"
                            + " where replica = 'teller-1'");
        }
        assertThat(toldBy("teller-1")).isEmpty();
    }

    @Test
    void serversAreToldByProxiesAndSeenByPeople() throws IOException {
        report("teller-2");
        assertThat(tell("teller-2", servers("kept", "")).statusCode()).isEqualTo(204);
        String path = "/api/proxies/teller-2/servers";
        HttpResponse<String> byPerson = one.as(admin, "PUT", path, servers("db", ""));
        HttpResponse<String> byNobody =
                one.send(
                        one.request(path)
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(servers("db", ""))));

        isProblem(byPerson, 401, "a proxy's token is needed");
        isProblem(byNobody, 401, "a proxy's token is needed");
        assertThat(toldBy("teller-2")).contains("kept");
        assertThat(one.send(one.request("/api/proxies/servers")).statusCode()).isEqualTo(401);
        assertThat(one.as(issuer.token("bob"), "GET", "/api/proxies/servers", "").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[null]",
                "[1]",
                "not JSON",
                "[",
                "[] []",
                "[{\"name\":\"db\"}]",
                "[{\"name\":\"db\",\"secret\":1}]",
                "[{\"name\":7}]",
                "[{\"name\":\"db\",\"transport\":\"http\",\"target\":\"\",\"state\":\"\",\"tools\":[],\"leftOut\":-1}]",
                "[{\"name\":\"db\",\"transport\":\"http\",\"target\":\"\",\"state\":\"\",\"tools\":[],\"leftOut\":\"1\"}]",
                "[{\"name\":\"db\",\"transport\":\"http\",\"target\":\"\",\"state\":\"\",\"tools\":[{}],\"leftOut\":0}]",
                "[{\"name\":\"db\",\"transport\":\"http\",\"target\":\"\",\"state\":\"\","
                        + "\"tools\":[{\"name\":\"t\",\"definition\":[]}],\"leftOut\":0}]"
            })
    void whatIsNoListOfServersIsRefusedAndChangesNothing(String sent) throws IOException {
        report("teller-3");
        assertThat(tell("teller-3", servers("kept", "")).statusCode()).isEqualTo(204);

        HttpResponse<String> refused =
                one.send(
                        one.request("/api/proxies/teller-3/servers")
                                .header("Authorization", "Bearer " + ServiceProcess.PROXY_TOKEN)
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(sent)));

        assertThat(refused.statusCode()).as(refused.body()).isIn(400, 422);
        isProblem(refused, refused.statusCode(), "");
        assertThat(refused.body()).doesNotContain("not JSON");
        assertThat(toldBy("teller-3")).contains("kept");
    }

    @ParameterizedTest
    @ValueSource(ints = {512 << 10, 3 << 20})
    void longListOfServersIsRefusedAndChangesNothing(int bytes) throws IOException {
        report("teller-4");
        assertThat(tell("teller-4", servers("kept", "")).statusCode()).isEqualTo(204);

        HttpResponse<String> refused = tell("teller-4", servers("x".repeat(bytes), ""));

        isProblem(refused, 413, "");
        assertThat(toldBy("teller-4")).contains("kept");
    }

    @Test
    void replicaThatIsNoNameTellsNothing() throws IOException {
        isProblem(tell("-", servers("db", "")), 422, "replica is not the name of a proxy");
    }

    private static void isProblem(HttpResponse<String> answer, int status, String detail)
            throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        assertThat(json(answer).get("detail").asText()).contains(detail);
    }
}
