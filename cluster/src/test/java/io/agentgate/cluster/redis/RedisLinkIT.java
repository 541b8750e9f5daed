package io.agentgate.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.session.SharedSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One link, as a proxy has it, under everything that is shared. */
class RedisLinkIT {

    @Test
    void sessionsAndReplicasShareOneLinkOverAnOutage() throws Exception {
        try (RealRedis redis = RealRedis.start()) {
            RedisLink first = redis.link();
            RedisLink second = redis.link();
            try (RedisSessionDirectory here = new RedisSessionDirectory(first);
                    RedisReplicas hereToo = new RedisReplicas(first, "first");
                    RedisSessionDirectory there = new RedisSessionDirectory(second);
                    RedisReplicas thereToo = new RedisReplicas(second, "second")) {
                List<String> ended = new CopyOnWriteArrayList<>();
                there.onEnd(ended::add);
                thereToo.onOffer((session, message) -> CompletableFuture.completedStage(true));

                exchange(here, hereToo, there, ended, "before");
                redis.stop();
                RealRedis.await(() -> !first.isUp() && !second.isUp());
                redis.restart();
                exchange(here, hereToo, there, ended, "after");
            }
            assertThat(redis.notes()).contains("Redis is back");
        }
    }

    private static void exchange(
            RedisSessionDirectory here,
            RedisReplicas hereToo,
            RedisSessionDirectory there,
            List<String> ended,
            String session)
            throws Exception {
        here.begin(session, new SharedSession("up")).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(there.find(session).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isEqualTo(new SharedSession("up"));
        RealRedis.await(() -> hereToo.live().contains("second"));
        assertThat(
                        hereToo.offer(session, "{}".getBytes(StandardCharsets.UTF_8))
                                .toCompletableFuture()
                                .get(5, TimeUnit.SECONDS))
                .isTrue();
        here.end(session).toCompletableFuture().get(5, TimeUnit.SECONDS);
        RealRedis.await(() -> ended.contains(session));
    }
}
