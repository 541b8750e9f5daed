package io.agentgate.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.session.Replicas;
import io.agentgate.gateway.session.ReplicasException;
import io.agentgate.testkit.session.ReplicasContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisReplicasIT extends ReplicasContract {
    private static final byte[] MESSAGE = "{}".getBytes(StandardCharsets.UTF_8);
    private static RealRedis redis;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedisReplicas first;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RealRedis.start();
    }

    @AfterAll
    static void endRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void open() throws Exception {
        redis.command("FLUSHALL");
        first = replica("first");
    }

    private RedisReplicas replica(String name) throws Exception {
        RedisLink link = redis.link();
        RedisReplicas replica = new RedisReplicas(link, name);
        opened.add(replica);
        opened.add(link);
        RealRedis.await(
                () -> redis.command("PUBLISH agentgate:replica:" + name + " x").equals(":1"));
        RealRedis.await(
                () -> redis.command("ZSCORE " + RedisReplicas.LIST + " " + name).startsWith("$1"));
        return replica;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Override
    protected Replicas replicas() {
        return first;
    }

    @Override
    protected String self() {
        return "first";
    }

    private static boolean done(CompletionStage<Boolean> stage) throws Exception {
        return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static Replicas.Taker says(boolean taken) {
        return (session, message) -> CompletableFuture.completedStage(taken);
    }

    @Test
    void replicasKnowOneAnother() throws Exception {
        RedisReplicas second = replica("second");

        RealRedis.await(() -> first.live().contains("second"));
        RealRedis.await(() -> second.live().contains("first"));
    }

    @Test
    void oneThatLeavesIsForgotten() throws Exception {
        RedisReplicas second = replica("second");
        RealRedis.await(() -> first.live().contains("second"));

        second.close();

        RealRedis.await(() -> !first.live().contains("second"));
    }

    @Test
    void messageReachesTheOneThatTakesIt() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        replica("second").onOffer(says(false));
        replica("third")
                .onOffer(
                        (session, message) -> {
                            heard.complete(
                                    session + ' ' + new String(message, StandardCharsets.UTF_8));
                            return CompletableFuture.completedStage(true);
                        });

        assertThat(done(first.offer("the session", MESSAGE))).isTrue();
        assertThat(heard).isCompletedWithValue("the session {}");
    }

    @Test
    void allThatLiveSayingNoIsANoAtOnce() throws Exception {
        replica("second").onOffer(says(false));
        replica("third");
        long start = System.nanoTime();

        assertThat(done(first.offer("session", MESSAGE))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void oneThatFailsSaysNo() throws Exception {
        replica("second")
                .onOffer(
                        (session, message) -> {
                            throw new IllegalStateException("broken");
                        });
        replica("third")
                .onOffer(
                        (session, message) ->
                                CompletableFuture.failedStage(new IllegalStateException("broken")));

        assertThat(done(first.offer("session", MESSAGE))).isFalse();
    }

    @Test
    void silenceIsANoAfterASecond() throws Exception {
        replica("second").onOffer((session, message) -> new CompletableFuture<>());
        long start = System.nanoTime();

        assertThat(done(first.offer("session", MESSAGE))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void closingTurnsDownWhatIsConsidered() throws Exception {
        CompletableFuture<Void> considered = new CompletableFuture<>();
        RedisReplicas second = replica("second");
        second.onOffer(
                (session, message) -> {
                    considered.complete(null);
                    return new CompletableFuture<>();
                });
        long start = System.nanoTime();
        CompletionStage<Boolean> offer = first.offer("session", MESSAGE);
        considered.get(5, TimeUnit.SECONDS);

        second.close();

        assertThat(done(offer)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    void largestMessageArrivesAsItWas() throws Exception {
        byte[] large = new byte[Replicas.MAX_MESSAGE];
        ThreadLocalRandom.current().nextBytes(large);
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        replica("second")
                .onOffer(
                        (session, message) -> {
                            heard.complete(message);
                            return CompletableFuture.completedStage(true);
                        });

        assertThat(done(first.offer("session", large))).isTrue();
        assertThat(heard.get(5, TimeUnit.SECONDS)).isEqualTo(large);
    }

    @Test
    void manyOffersAtOnceAreAnsweredEachByItself() throws Exception {
        replica("second")
                .onOffer(
                        (session, message) ->
                                CompletableFuture.completedStage(session.endsWith("7")));
        List<CompletionStage<Boolean>> offers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            offers.add(first.offer("session-" + i, MESSAGE));
        }

        for (int i = 0; i < 500; i++) {
            assertThat(done(offers.get(i))).isEqualTo(i % 10 == 7);
        }
    }

    @Test
    void moreThanRedisCouldHoldIsNotOffered() throws Exception {
        byte[] large = new byte[Replicas.MAX_MESSAGE];
        replica("second").onOffer((session, message) -> new CompletableFuture<>());
        for (int i = 0; i < 4; i++) {
            CompletionStage<Boolean> _ = first.offer("session", large);
        }

        assertThatThrownBy(() -> done(first.offer("session", MESSAGE)))
                .hasCauseInstanceOf(ReplicasException.class);
    }

    @Test
    void outageIsNoNo() throws Exception {
        replica("second").onOffer(says(true));

        redis.stop();
        RealRedis.await(
                () ->
                        first.offer("session", MESSAGE)
                                .toCompletableFuture()
                                .isCompletedExceptionally());
        assertThatThrownBy(() -> done(first.offer("session", MESSAGE)))
                .hasCauseInstanceOf(ReplicasException.class);
        redis.restart();

        RealRedis.await(() -> done(first.offer("session", MESSAGE)));
    }

    @Test
    void answerThatMayHaveBeenMissedIsNoNo() throws Exception {
        CompletableFuture<Void> considered = new CompletableFuture<>();
        replica("second")
                .onOffer(
                        (session, message) -> {
                            considered.complete(null);
                            return new CompletableFuture<>();
                        });
        CompletionStage<Boolean> offer = first.offer("session", MESSAGE);
        considered.get(5, TimeUnit.SECONDS);

        redis.stop();

        assertThatThrownBy(() -> done(offer)).hasCauseInstanceOf(ReplicasException.class);
        redis.restart();
    }
}
