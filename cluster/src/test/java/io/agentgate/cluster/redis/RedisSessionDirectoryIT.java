package io.agentgate.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.session.SessionDirectory;
import io.agentgate.gateway.session.SessionDirectoryException;
import io.agentgate.gateway.session.SharedSession;
import io.agentgate.testkit.session.SessionDirectoryContract;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisSessionDirectoryIT extends SessionDirectoryContract {
    private static final SharedSession STATE = new SharedSession("up");
    private static RealRedis redis;

    private final String id = UUID.randomUUID().toString();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private RedisSessionDirectory here;
    private RedisSessionDirectory there;

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
        here = process();
        there = process();
    }

    private RedisSessionDirectory process() throws Exception {
        RedisLink link = redis.link();
        RedisSessionDirectory directory = new RedisSessionDirectory(link);
        opened.add(directory);
        opened.add(link);
        return directory;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Override
    protected SessionDirectory directory() {
        return here;
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(2, TimeUnit.SECONDS);
    }

    private static boolean works(CompletionStage<?> stage) throws Exception {
        try {
            done(stage);
            return true;
        } catch (ExecutionException outOfReach) {
            return false;
        }
    }

    private long lifeSeconds() throws IOException {
        return Long.parseLong(redis.command("TTL " + RedisSessionDirectory.KEY + id).substring(1));
    }

    @Test
    void sessionThatBeganHereIsFoundThere() throws Exception {
        done(here.begin(id, STATE));

        assertThat(done(there.find(id))).isEqualTo(STATE);
    }

    @Test
    void endHereIsToldThere() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        there.onEnd(told::add);
        done(here.begin(id, STATE));

        done(here.end(id));

        RealRedis.await(() -> told.contains(id));
        assertThat(done(there.find(id))).isNull();
    }

    @Test
    void sessionLivesForAnHourAfterItsLastUse() throws Exception {
        done(here.begin(id, STATE));
        assertThat(lifeSeconds()).isBetween(3_600L, 3_720L);
        redis.command("EXPIRE " + RedisSessionDirectory.KEY + id + " 100");

        there.used(id);

        RealRedis.await(() -> lifeSeconds() > 3_600);
    }

    @Test
    void usesOfOneMinuteAreToldOnce() throws Exception {
        done(here.begin(id, STATE));
        redis.command("EXPIRE " + RedisSessionDirectory.KEY + id + " 100");
        there.used(id);
        RealRedis.await(() -> lifeSeconds() > 3_600);
        redis.command("EXPIRE " + RedisSessionDirectory.KEY + id + " 100");

        for (int i = 0; i < 1_000; i++) {
            there.used(id);
        }
        // Tells what is to be told; the answer that follows on the same link comes after it.
        there.close();
        done(there.find(id));

        assertThat(lifeSeconds()).isLessThanOrEqualTo(100);
    }

    @Test
    void whatIsUnreadableIsNotTakenForAnEnd() throws Exception {
        redis.command("SET " + RedisSessionDirectory.KEY + id + " nonsense");

        assertThatThrownBy(() -> done(here.find(id)))
                .hasCauseInstanceOf(SessionDirectoryException.class);
    }

    @Test
    void outageFailsAtOnceAndIsSurvived() throws Exception {
        done(here.begin(id, STATE));

        redis.stop();
        RealRedis.await(() -> here.find(id).toCompletableFuture().isCompletedExceptionally());
        assertThatThrownBy(() -> done(here.end("any")))
                .hasCauseInstanceOf(SessionDirectoryException.class);
        redis.restart();

        assertThat(done(here.find(id))).isEqualTo(STATE);
    }

    @Test
    void usesOfAnOutageAreToldAfterwards() throws Exception {
        done(here.begin(id, STATE));
        redis.command("EXPIRE " + RedisSessionDirectory.KEY + id + " 100");

        redis.stop();
        here.used(id);
        redis.restart();

        RealRedis.await(() -> lifeSeconds() > 3_600);
    }

    @Test
    void endIsToldAfterAnOutageToo() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        there.onEnd(told::add);
        redis.stop();
        redis.restart();

        done(here.end(id));

        RealRedis.await(() -> told.contains(id));
    }

    @Test
    void redisThatDoesNotAnswerIsNotWaitedForLongerThanASecond() throws Exception {
        redis.freeze(Duration.ofMillis(2_500));
        long start = System.nanoTime();

        assertThatThrownBy(() -> done(here.find(id)))
                .hasCauseInstanceOf(SessionDirectoryException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Duration.ofMillis(1_500));
        RealRedis.await(() -> works(here.find(id)));
        RealRedis.await(() -> works(there.begin(id, STATE)));
    }
}
