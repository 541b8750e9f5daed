package io.agentgate.cluster.bundle;

import static io.agentgate.cluster.bundle.Bundles.denying;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cluster.bundle.BundleState.Source;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Facts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before every test.
class BundleFollowerIT {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final CallOrigin CALL = new CallOrigin("s", "agent", "me", "db", "drop", "1");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As usual, but for the pauses and a start that finds nobody. */
    private static final Timing TIMING =
            new Timing(
                    Duration.ofMillis(700),
                    Duration.ofSeconds(25),
                    Duration.ofMillis(500),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    new Timing.OfServers(
                            Duration.ofMillis(10), Duration.ofMillis(400), Duration.ofMinutes(10)));

    @TempDir private Path home;

    private final NewsForTest news = new NewsForTest();
    private final List<BundleFollower> followers = new ArrayList<>();
    private ServiceForTest service;

    @BeforeEach
    void open() throws IOException {
        service = new ServiceForTest();
    }

    @AfterEach
    void close() throws IOException {
        followers.forEach(BundleFollower::close);
        service.close();
    }

    private BundleFollower follow() {
        return follow(service.address(), ServiceForTest.TOKEN);
    }

    private BundleFollower follow(URI address, String token) {
        BundleFollower follower =
                BundleFollower.start(
                        new BundleSettings(
                                address, new ServiceToken(token), "proxy-0", "0.1.0", home),
                        news,
                        () -> NOON,
                        TIMING);
        followers.add(follower);
        return follower;
    }

    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private static Decision decision(BundleFollower follower, String tool) {
        return follower.policies()
                .current()
                .decide(new Facts("db", tool, "agent", () -> null, NOON));
    }

    private static boolean denies(BundleFollower follower, String tool) {
        return decision(follower, tool).denied();
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @Test
    void bundleIsInForceOnceTheStartReturns() {
        service.publish(Bundles.of(7, denying("drop")));

        BundleFollower follower = follow();

        assertThat(denies(follower, "drop")).isTrue();
        assertThat(denies(follower, "read")).isFalse();
        assertThat(follower.state().revision()).isEqualTo(7);
        assertThat(follower.state().source()).isEqualTo(Source.SERVICE);
        assertThat(follower.state().since()).isEqualTo(NOON);
        assertThat(follower.state().lastContact()).isEqualTo(NOON);
        assertThat(follower.state().problem()).isNull();
        assertThat(news.all()).containsExactly("loaded 7 from SERVICE");
    }

    @Test
    void changeReachesTwoFollowersWithinTwoSeconds() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower one = follow();
        BundleFollower other = follow();
        long began = System.nanoTime();

        service.publish(Bundles.of(2, denying("read")));
        await("the change", () -> denies(one, "read") && denies(other, "read"));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void keysSwitchesAndRolesComeWithTheBundle() {
        ApiKey key = ApiKey.generate(new SecureRandom());
        CallerKey known = CallerKey.of(key, new Caller("ci"), NOON, null);
        service.publish(
                Bundles.of(1, denying("x"), List.of(known), Bundles.stopAll("the disk burns")));
        BundleFollower follower = follow();

        assertThat(follower.callerKeys().verify(key.reveal(), NOON)).isEqualTo(new Caller("ci"));
        assertThat(follower.killSwitches().get().stopping(CALL)).isNotNull();
        assertThat(follower.roles().of(Map.of("realm_access", Map.of("roles", List.of("dba")))))
                .containsExactly("dba");

        service.publish(Bundles.of(2, denying("x"), List.of(known.revokedAt(NOON)), "[]"));
        await("the next bundle", () -> follower.state().revision() == 2);

        assertThat(follower.callerKeys().verify(key.reveal(), NOON)).isNull();
        assertThat(follower.killSwitches().get().stopping(CALL)).isNull();
    }

    @Test
    void bundleThatDoesNotLoadChangesNothingOfTheOneBeforeAndIsReported() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();

        service.publish(Bundles.of(2, "default = 'perhaps'", List.of(), Bundles.stopAll("not so")));
        await("the report", () -> service.lastReport().contains("\"applied\":false"));

        assertThat(denies(follower, "drop")).isTrue();
        assertThat(follower.killSwitches().get().stopping(CALL)).isNull();
        assertThat(follower.state().revision()).isOne();
        assertThat(follower.state().applied()).isFalse();
        assertThat(follower.state().problem()).contains("policy.toml:1:");
        assertThat(service.lastReport())
                .startsWith("{\"revision\":1,\"applied\":false,\"problem\":\"policy.text does not")
                .endsWith("\"version\":\"0.1.0\"}");
        assertThat(news.count("refused ")).isOne();
    }

    @Test
    void bundleThatDoesNotLoadIsNotFetchedAgainAndAgain() {
        service.publish("{}");
        follow();
        int polls = service.polls().size();

        await("more polls", () -> service.polls().size() >= polls + 2);

        assertThat(service.polls().getLast().header("If-None-Match")).isEqualTo("\"1\"");
        assertThat(news.all()).containsExactly("refused revision is missing");
    }

    @Test
    void goodBundleAfterABadOneComesIntoForce() {
        service.publish("{}");
        BundleFollower follower = follow();
        assertThat(decision(follower, "read").reason()).contains("not received a policy yet");

        service.publish(Bundles.of(3, denying("drop")));
        await("the good one", () -> follower.state().applied());

        assertThat(denies(follower, "read")).isFalse();
        await(
                "its report",
                () -> service.lastReport().startsWith("{\"revision\":3,\"applied\":true,"));
    }

    @Test
    void withoutAnActivePolicyEveryCallIsDenied() {
        service.publish(Bundles.of(1, null));

        assertThat(decision(follow(), "read").reason())
                .isEqualTo("No policy was activated yet: every call is denied");
    }

    @Test
    void lastGoodBundleStaysWhileTheServiceIsAwayAndThatIsToldOnce() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();

        service.fail(503);
        int polls = service.polls().size();
        await("many failures", () -> service.polls().size() > polls + 6);

        assertThat(denies(follower, "drop")).isTrue();
        assertThat(denies(follower, "read")).isFalse();
        assertThat(follower.state().problem())
                .isEqualTo("the policy-service answers with status 503");
        assertThat(news.count("lost ")).isOne();

        service.recover();
        service.publish(Bundles.of(2, denying("read")));
        await("the change", () -> news.count("loaded 2 ") == 1);

        assertThat(denies(follower, "read")).isTrue();
        assertThat(follower.state().problem()).isNull();
        assertThat(news.all()).endsWith("back", "loaded 2 from SERVICE");
    }

    @Test
    void connectionThatBreaksIsNoEndOfFollowing() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();

        service.fail(0);
        await("the loss", () -> news.count("lost ") > 0);
        service.recover();
        service.publish(Bundles.of(2, denying("read")));

        await("the change", () -> denies(follower, "read"));
    }

    @Test
    void afterAnOutageTheBundleIsFetchedWhateverItsTag() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();
        service.fail(503);
        await("the loss", () -> news.count("lost ") > 0);
        service.recover();
        await("the return", () -> news.count("back") > 0);
        await("a poll that waits", () -> service.polls().getLast().header("Prefer") != null);

        assertThat(news.count("loaded ")).isOne();
        assertThat(service.polls().stream().filter(poll -> poll.header("Prefer") == null))
                .hasSizeGreaterThan(1);
        assertThat(follower.state().revision()).isOne();
    }

    @Test
    void copyIsInForceAfterARestartWithoutTheService() throws IOException {
        service.publish(Bundles.of(7, denying("drop")));
        follow().close();
        Path copy = home.resolve("bundle.json");
        assertThat(copy).hasContent(Bundles.of(7, denying("drop")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");

        BundleFollower again = follow(nobody(), ServiceForTest.TOKEN);

        assertThat(denies(again, "drop")).isTrue();
        assertThat(denies(again, "read")).isFalse();
        assertThat(again.state().source()).isEqualTo(Source.COPY);
        assertThat(again.state().revision()).isEqualTo(7);
        assertThat(again.state().problem()).contains("cannot be reached");
    }

    @Test
    void copyOutlivesABundleThatDoesNotLoad() {
        service.publish(Bundles.of(7, denying("drop")));
        follow().close();
        service.publish("{}");

        BundleFollower again = follow();

        assertThat(again.state().source()).isEqualTo(Source.COPY);
        assertThat(again.state().problem()).isEqualTo("revision is missing");
        assertThat(denies(again, "read")).isFalse();
    }

    @Test
    void serviceReplacesTheCopyAsSoonAsItIsBack() {
        service.publish(Bundles.of(7, denying("drop")));
        follow().close();
        service.fail(503);
        BundleFollower again = follow();
        assertThat(again.state().source()).isEqualTo(Source.COPY);

        service.recover();
        await("the service", () -> again.state().source() == Source.SERVICE);

        assertThat(again.state().revision()).isEqualTo(7);
    }

    @Test
    void withoutServiceAndCopyEveryCallIsDenied() throws IOException {
        BundleFollower follower = follow(nobody(), ServiceForTest.TOKEN);

        assertThat(decision(follower, "read").reason())
                .isEqualTo("This gateway has not received a policy yet: every call is denied");
        assertThat(follower.callerKeys().isEmpty()).isFalse();
        assertThat(follower.state().source()).isEqualTo(Source.NONE);
    }

    @Test
    void copyThatIsDamagedOrOpenToOthersIsNotUsed() throws IOException {
        Path copy = Files.writeString(home.resolve("bundle.json"), "{\"revision\":7");
        assertThat(follow(nobody(), ServiceForTest.TOKEN).state().source()).isEqualTo(Source.NONE);

        Files.writeString(copy, Bundles.of(7, denying("drop")));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(follow(nobody(), ServiceForTest.TOKEN).state().source()).isEqualTo(Source.NONE);

        assertThat(news.count("copy " + copy + " does not load: ")).isOne();
        assertThat(news.count("copy " + copy + " cannot be read: everybody may write it")).isOne();
    }

    @Test
    void bundleIsInForceAlthoughItsCopyCannotBeWritten() throws IOException {
        Files.createDirectory(home.resolve(".bundle.json.new"));
        Files.createFile(home.resolve(".bundle.json.new").resolve("full"));
        service.publish(Bundles.of(7, denying("drop")));

        BundleFollower follower = follow();

        await("the bundle", () -> denies(follower, "drop") && news.count("copy ") == 1);
    }

    @Test
    void wrongTokenIsToldInWordsAndChangesNothing() throws IOException {
        service.publish(Bundles.of(7, denying("drop")));
        follow().close();

        BundleFollower follower = follow(service.address(), "another-token");

        assertThat(follower.state().source()).isEqualTo(Source.COPY);
        assertThat(news.all())
                .contains(
                        "lost the policy-service does not know this proxy's token (401):"
                                + " AGENTGATE_PROXY_TOKEN must be the same at both")
                .noneMatch(line -> line.contains("another-token"));
    }

    @Test
    void reportsGoOnWhileNothingChanges() {
        service.publish(Bundles.of(7, denying("drop")));
        follow();

        await("three reports", () -> service.reports().size() >= 3);

        assertThat(service.reports())
                .containsOnly(
                        "{\"revision\":7,\"applied\":true,\"problem\":null,\"version\":\"0.1.0\"}");
    }

    @Test
    void reportsThatAreNotTakenDelayNoBundle() {
        service.takeReports(422);
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();
        await("the complaint", () -> news.count("lost a report is not taken") == 1);

        service.publish(Bundles.of(2, denying("read")));
        await("the change", () -> denies(follower, "read"));

        assertThat(follower.state().problem()).isNull();
        assertThat(news.count("lost ")).isOne();
    }

    @Test
    void serversAreToldOfWhenThatChanges() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();
        List<String> servers = new CopyOnWriteArrayList<>(List.of("[]"));

        follower.tell(() -> bytes(servers.getLast()));
        await("the first report", () -> service.servers().size() == 1);
        int reports = service.reports().size();
        await("more reports", () -> service.reports().size() >= reports + 2);
        assertThat(service.servers()).containsExactly("[]");

        servers.add("[1]");
        await("the change", () -> service.servers().size() == 2);
        assertThat(service.servers()).containsExactly("[]", "[1]");
    }

    @Test
    void changesOfServersAreGatheredUntilTheNextReport() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();
        AtomicInteger looks = new AtomicInteger();
        long began = System.nanoTime();

        follower.tell(() -> bytes("[" + looks.incrementAndGet() + "]"));
        await("three reports", () -> service.servers().size() >= 3);

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThanOrEqualTo(TIMING.ofServers().pause().multipliedBy(2));
    }

    @Test
    void serversThatAreNotTakenAreToldOfAgainAndDelayNoBundle() {
        service.takeReports(422);
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();

        follower.tell(() -> bytes("[]"));
        await(
                "the complaint",
                () -> news.count("lost the report of the servers is not taken: ") == 1);
        service.publish(Bundles.of(2, denying("read")));
        await("the change", () -> denies(follower, "read"));
        service.takeReports(204);
        int told = service.servers().size();
        await("another report", () -> service.servers().size() > told);

        assertThat(follower.state().problem()).isNull();
        assertThat(news.count("lost the report of the servers is not taken: ")).isOne();
    }

    @Test
    void serversThatCannotBeToldOfHinderNothing() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();

        follower.tell(
                () -> {
                    throw new IllegalStateException("no servers");
                });
        await("the complaint", () -> news.count("lost telling of the servers failed") == 1);
        service.publish(Bundles.of(2, denying("read")));
        await("the change", () -> denies(follower, "read"));

        assertThat(service.servers()).isEmpty();
    }

    @Test
    void closedFollowerTellsOfNoServers() {
        service.publish(Bundles.of(1, denying("drop")));
        BundleFollower follower = follow();
        AtomicInteger looks = new AtomicInteger();
        follower.tell(() -> bytes("[" + looks.incrementAndGet() + "]"));
        await("a report", () -> !service.servers().isEmpty());

        follower.close();
        int seen = looks.get();
        follow();
        int polls = service.polls().size();
        await("polls of another", () -> service.polls().size() >= polls + 2);

        assertThat(looks).hasValue(seen);
        assertThat(news.count("lost ")).isZero();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void answerThatIsTooLargeIsRefusedBeforeItFillsMemory() throws IOException {
        try (LargeAnswer large = new LargeAnswer()) {
            BundleFollower follower = follow(large.address(), ServiceForTest.TOKEN);

            assertThat(follower.state().source()).isEqualTo(Source.NONE);
            await(
                    "the refusal",
                    () -> news.count("lost the policy-service's answer broke off") > 0);
        }
    }

    @Test
    void closedFollowerAsksNoMoreAndKeepsWhatIsInForce() {
        service.publish(Bundles.of(7, denying("drop")));
        BundleFollower follower = follow();
        follower.close();
        int polls = service.polls().size();

        service.publish(Bundles.of(8, denying("read")));

        assertThat(service.polls()).hasSize(polls);
        assertThat(denies(follower, "drop")).isTrue();
        assertThat(news.count("lost ")).isZero();
    }
}
