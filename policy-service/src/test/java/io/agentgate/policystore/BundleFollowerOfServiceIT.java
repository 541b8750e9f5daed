package io.agentgate.policystore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.cluster.bundle.BundleFollower;
import io.agentgate.cluster.bundle.BundleListener;
import io.agentgate.cluster.bundle.BundleSettings;
import io.agentgate.cluster.bundle.BundleState;
import io.agentgate.cluster.bundle.BundleState.Source;
import io.agentgate.cluster.bundle.ServiceToken;
import io.agentgate.cluster.servers.ServersJson;
import io.agentgate.cluster.servers.ToldServer;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.policy.Facts;
import io.agentgate.policy.PolicySet;
import io.agentgate.testkit.identity.TestIssuer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proxies that follow two instances of the packaged service on one database. */
@NullMarked
@SuppressWarnings("NullAway.Init")
class BundleFollowerOfServiceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CallOrigin CALL =
            new CallOrigin("s", "agent", "me", "db", "drop_table", "1");

    @TempDir private static Path data;
    private static EmbeddedPostgres database;
    private static TestIssuer issuer;
    private static ServiceProcess one;
    private static ServiceProcess other;
    private static String admin;

    @TempDir private Path home;
    private final List<BundleFollower> followers = new ArrayList<>();

    private static final class Silent implements BundleListener {
        @Override
        public void loaded(BundleState state, PolicySet policies) {}

        @Override
        public void refused(String problem) {}

        @Override
        public void lost(String problem) {}

        @Override
        public void back() {}

        @Override
        public void copyFailed(String problem) {}
    }

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        database = database(0);
        issuer = new TestIssuer(ServiceProcess.AUDIENCE);
        one = ServiceProcess.start(database, issuer, false);
        other = ServiceProcess.start(database, issuer, false);
        admin = issuer.token("alice", "admin");
    }

    private static EmbeddedPostgres database(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        other.close();
        one.close();
        issuer.close();
        database.close();
    }

    @AfterEach
    void closeFollowers() {
        followers.forEach(BundleFollower::close);
    }

    private BundleFollower follow(ServiceProcess service, String replica) {
        BundleFollower follower =
                BundleFollower.start(
                        new BundleSettings(
                                service.address(),
                                new ServiceToken(ServiceProcess.PROXY_TOKEN),
                                replica,
                                "0.1.0",
                                home),
                        new Silent(),
                        InstantSource.system());
        followers.add(follower);
        return follower;
    }

    private static JsonNode ask(ServiceProcess at, String method, String path, Object body)
            throws IOException {
        String text = body.equals("") ? "" : JSON.writeValueAsString(body);
        HttpResponse<String> answer = at.as(admin, method, path, text);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private static void activate(String denied) throws IOException {
        String text =
                """
                [metadata]
                name = "test"
                version = "1"

                [[rules]]
                id = "no-%1$s"
                tool = "%1$s"
                action = "deny"
                """
                        .formatted(denied);
        JsonNode draft = ask(one, "POST", "/api/policies/drafts", Map.of("text", text));
        long number = draft.get("revision").asLong();
        ask(one, "POST", "/api/policies/drafts/" + number + "/activate", "");
    }

    private static boolean denies(BundleFollower follower, String tool) {
        return follower.policies()
                .current()
                .decide(new Facts("db", tool, "agent", () -> null, Instant.EPOCH))
                .denied();
    }

    private static void await(String what, Duration most, BooleanSupplier condition) {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @Test
    void activationReachesFollowersOfBothInstancesWithinTwoSeconds() throws IOException {
        activate("before");
        BundleFollower here = follow(one, "proxy-0");
        BundleFollower there = follow(other, "proxy-1");
        assertThat(denies(here, "after") || denies(there, "after")).isFalse();

        activate("after");

        await("the policy", AT_ONCE, () -> denies(here, "after") && denies(there, "after"));
    }

    @ParameterizedTest
    @CsvSource({"tool, drop_*", "session, s"})
    void switchStopsAndReleasesCallsWithinTwoSeconds(String scope, String name) throws IOException {
        activate("x");
        BundleFollower here = follow(one, "proxy-0");
        BundleFollower there = follow(other, "proxy-1");
        JsonNode set =
                ask(
                        one,
                        "POST",
                        "/api/kill-switches",
                        Map.of("scope", scope, "name", name, "reason", "the disk burns"));
        await("the switch", AT_ONCE, () -> stops(here) && stops(there));

        ask(other, "DELETE", "/api/kill-switches/" + set.get("id").asText(), "");

        await("its end", AT_ONCE, () -> !stops(here) && !stops(there));
    }

    private static boolean stops(BundleFollower follower) {
        return follower.killSwitches().get().stopping(CALL) != null;
    }

    @Test
    void keyIsKnownWhenItIsMadeAndNoMoreWhenItIsRevoked() throws IOException {
        activate("x");
        BundleFollower follower = follow(other, "proxy-0");
        JsonNode made = ask(one, "POST", "/api/keys", Map.of("caller", "ci"));
        String key = made.get("key").asText();
        await("the key", AT_ONCE, () -> knows(follower, key));

        ask(one, "DELETE", "/api/keys/" + made.at("/entry/id").asText(), "");

        await("its end", AT_ONCE, () -> !knows(follower, key));
    }

    private static boolean knows(BundleFollower follower, String key) {
        return follower.callerKeys().verify(key, Instant.now()) != null;
    }

    @Test
    void rolesComeFromClaims() throws IOException {
        activate("x");
        BundleFollower follower = follow(one, "proxy-0");

        ask(
                one,
                "PUT",
                "/api/roles",
                List.of(Map.of("name", "dba", "claims", List.of("realm_access/roles=dba"))));

        Map<String, Object> claims = Map.of("realm_access", Map.of("roles", List.of("dba")));
        await("the role", AT_ONCE, () -> follower.roles().of(claims).contains("dba"));
    }

    @Test
    void peopleSeeWhichBundleAProxyDecidesBy() throws IOException {
        activate("x");
        BundleFollower follower = follow(one, "proxy-seen");

        await("the report", AT_ONCE, () -> reported("proxy-seen") == follower.state().revision());
    }

    private static long reported(String replica) {
        try {
            for (JsonNode report : ask(one, "GET", "/api/proxies", "")) {
                if (report.get("replica").asText().equals(replica)) {
                    return report.get("applied").asBoolean() ? report.get("revision").asLong() : -2;
                }
            }
            return -1;
        } catch (IOException unreachable) {
            throw new AssertionError(unreachable);
        }
    }

    @Test
    void peopleSeeTheServersThatAProxyTellsOf() throws IOException {
        activate("x");
        ToldServer server =
                new ToldServer(
                        "db",
                        new ToldServer.Target("http", "http://db.example/mcp"),
                        "failing",
                        "2025-11-25",
                        "it is away",
                        List.of(
                                new KnownTool(new ListedTool("read", null), "read", "half_open"),
                                new KnownTool(new ListedTool("huge", null), null, null)),
                        4);

        byte[] told = ServersJson.write(List.of(server));

        follow(one, "proxy-tells").tell(() -> told);

        JsonNode expected = JSON.readTree(told);
        await("the servers", AT_ONCE, () -> toldBy("proxy-tells").equals(expected));
    }

    private static JsonNode toldBy(String replica) {
        try {
            for (JsonNode told : ask(other, "GET", "/api/proxies/servers", "")) {
                if (told.get("replica").asText().equals(replica)) {
                    return told.get("servers");
                }
            }
            return JSON.nullNode();
        } catch (IOException unreachable) {
            throw new AssertionError(unreachable);
        }
    }

    @Test
    void lastBundleOutlivesTheServiceAndARestartOfTheProxy() throws IOException {
        activate("kept");
        ServiceProcess third = ServiceProcess.start(database, issuer, false);
        BundleFollower before = follow(third, "proxy-0");
        third.close();
        await("the outage", PATIENCE, () -> before.state().outage() != null);
        assertThat(denies(before, "kept")).isTrue();
        assertThat(denies(before, "other")).isFalse();
        before.close();

        BundleFollower after = follow(third, "proxy-0");

        assertThat(after.state().source()).isEqualTo(Source.COPY);
        assertThat(after.state().revision()).isEqualTo(before.state().revision());
        assertThat(denies(after, "kept")).isTrue();
        assertThat(denies(after, "other")).isFalse();
    }

    @Test
    void serviceAndFollowersGetOverAnOutageOfTheDatabase() throws IOException {
        activate("kept");
        BundleFollower follower = follow(one, "proxy-0");
        int port = database.getPort();

        database.close();
        await("readiness to fail", PATIENCE, () -> one.readiness() == 503);
        await("the outage", PATIENCE, () -> follower.state().outage() != null);
        assertThat(denies(follower, "kept")).isTrue();
        assertThat(denies(follower, "other")).isFalse();
        HttpResponse<String> refused = one.as(admin, "GET", "/api/policies/active", "");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);

        database = database(port);
        await("readiness", PATIENCE, () -> one.readiness() == 200 && other.readiness() == 200);
        activate("anew");
        await("the next policy", PATIENCE, () -> denies(follower, "anew"));

        // Both instances hear of changes as before.
        BundleFollower there = follow(other, "proxy-1");
        activate("again");
        await("the policy", AT_ONCE, () -> denies(there, "again") && denies(follower, "again"));
        assertThat(Objects.requireNonNullElse(follower.state().problem(), "none"))
                .isEqualTo("none");
    }
}
