package io.agentgate.cluster.redis;

import io.agentgate.gateway.session.SessionDirectory;
import io.agentgate.gateway.session.SessionDirectoryException;
import io.agentgate.gateway.session.SharedSession;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions of clients as all replicas know them: one expiring key of Redis each. */
public final class RedisSessionDirectory implements SessionDirectory {
    static final String KEY = "agentgate:session:";
    static final String ENDED = "agentgate:sessions:ended";

    /**
     * A use is told with up to a minute's delay, and by a process that is killed for the last
     * minute not at all: nobody's session may end before its time because of that.
     */
    static final Duration LIFE = IDLE_LIFE.plus(RecentUse.PERIOD.multipliedBy(2));

    private static final String UPSTREAM_ID = "upstreamId";

    /** Both or none: who learns of the end never finds the session any more. */
    private static final String END =
            """
            redis.call('DEL', KEYS[1])
            redis.call('PUBLISH', ARGV[1], ARGV[2])
            return 1
            """;

    private final RedisLink redis;
    private final RecentUse uses;
    private final RedisLink.Repeated telling;
    private final String self = UUID.randomUUID().toString();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Joins the sessions of all that use the same Redis. */
    public RedisSessionDirectory(RedisLink redis) {
        this.redis = redis;
        this.uses = new RecentUse(this::prolong);
        redis.subscribe(ENDED, this::ended);
        this.telling = redis.every(RecentUse.TELLING, uses::tell);
    }

    @Override
    public CompletionStage<Void> begin(String session, SharedSession state) {
        return stage(
                        redis.send(
                                Request.cmd(Command.SET)
                                        .arg(KEY + session)
                                        .arg(written(state))
                                        .arg("PX")
                                        .arg(LIFE.toMillis())))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<@Nullable SharedSession> find(String session) {
        return stage(
                redis.send(Request.cmd(Command.GET).arg(KEY + session))
                        .map(found -> found == null ? null : read(found)));
    }

    @Override
    public void used(String session) {
        uses.add(session);
    }

    private Future<?> prolong(String session) {
        return redis.send(Request.cmd(Command.PEXPIRE).arg(KEY + session).arg(LIFE.toMillis()));
    }

    @Override
    public CompletionStage<Void> end(String session) {
        uses.forget(session);
        return stage(
                        redis.send(
                                Request.cmd(Command.EVAL)
                                        .arg(END)
                                        .arg(1)
                                        .arg(KEY + session)
                                        .arg(ENDED)
                                        .arg(self + session)))
                .thenAccept(done -> {});
    }

    private void ended(Buffer message) {
        String told = message.toString();
        if (told.length() <= self.length() || told.startsWith(self)) {
            return;
        }
        String session = told.substring(self.length());
        uses.forget(session);
        listeners.forEach(listener -> listener.accept(session));
    }

    @Override
    public void onEnd(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Tells what is still to be told of uses; the link stays open. */
    @Override
    public void close() {
        telling.stop();
        uses.tell();
        listeners.clear();
        redis.unsubscribe(ENDED);
    }

    private static String written(SharedSession state) {
        JsonObject json = new JsonObject();
        if (state.upstreamId() != null) {
            json.put(UPSTREAM_ID, state.upstreamId());
        }
        return json.encode();
    }

    /** Members of later versions are passed over. */
    private static SharedSession read(Response found) {
        try {
            return new SharedSession(new JsonObject(found.toString()).getString(UPSTREAM_ID));
        } catch (DecodeException | ClassCastException unreadable) {
            throw new IllegalStateException("what Redis knows of the session is unreadable");
        }
    }

    private static <T> CompletionStage<@Nullable T> stage(Future<@Nullable T> answer) {
        return answer.recover(
                        failure ->
                                Future.failedFuture(
                                        new SessionDirectoryException(
                                                "Redis did not say: " + failure.getMessage(),
                                                failure)))
                .toCompletionStage();
    }
}
