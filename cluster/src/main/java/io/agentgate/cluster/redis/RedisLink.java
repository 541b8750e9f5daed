package io.agentgate.cluster.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Redis that is made again whenever it breaks, for all adapters of a process.
 *
 * <pre>
 *              connect() fails, or a second passes
 *            ┌──────────────────────────────────────┐
 *            ▼                                      │
 *   out of reach ── a moment later ──▶ connecting ──┴── subscribed ──▶ up
 *            ▲                                                         │
 *            └──── it ended, or an answer took more than a second ─────┘
 * </pre>
 *
 * <p>What is asked while it is connecting waits for it; while it is out of reach it fails at once.
 * Everything happens on one context of Vert.x.
 */
public final class RedisLink implements AutoCloseable {
    /**
     * Two connections. The client tells an answer from what it heard on a channel by what it waits
     * for, and is wrong where one connection does both.
     */
    private record Pair(RedisConnection asking, RedisConnection listening) {}

    /** Nothing that is asked is waited for any longer. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** How often a connection that is not used is tried. */
    private static final Duration PROBE = Duration.ofSeconds(1);

    private static final Duration RETRY = Duration.ofMillis(200);
    private static final int MAX_WAITING = 8_192;

    private final Vertx vertx;
    private final Context context;
    private final RedisOptions options;
    private final Consumer<String> notes;
    private final Map<String, Consumer<Buffer>> channels = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final long prober;
    private volatile boolean closed;
    private volatile boolean up;
    private volatile int losses;

    // The rest belongs to the context.
    private @Nullable Redis client;
    private Future<Pair> current = Future.failedFuture("not connected yet");
    private boolean told;

    private RedisLink(Vertx vertx, RedisOptions options, Consumer<String> notes) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = options;
        this.notes = notes;
        context.runOnContext(now -> connect());
        this.prober = vertx.setPeriodic(PROBE.toMillis(), now -> probe());
    }

    /**
     * Begins to connect, and goes on for as long as it takes.
     *
     * @param url {@code redis://[user:password@]host[:port][/database]}, or {@code rediss://} for
     *     TLS
     * @param notes told in words when Redis is out of reach, and when it is back
     * @throws IllegalArgumentException if it is no such address
     */
    public static RedisLink open(Vertx vertx, String url, Consumer<String> notes) {
        if (!isAddress(url)) {
            // Nothing of it is repeated: there may be a password in it.
            throw new IllegalArgumentException(
                    "the address of Redis is not redis://[user:password@]host[:port][/database]");
        }
        RedisOptions options =
                new RedisOptions()
                        .setConnectionString(url)
                        .setMaxWaitingHandlers(2 * MAX_WAITING)
                        .setPoolCleanerInterval(-1)
                        .setNetClientOptions(
                                new NetClientOptions()
                                        .setConnectTimeout((int) PATIENCE.toMillis())
                                        .setTcpNoDelay(true)
                                        .setTcpKeepAlive(true));
        return new RedisLink(vertx, options, notes);
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = URI.create(url);
            return ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    /** Whether Redis answers, as far as is known; for the process' readiness. */
    public boolean isUp() {
        return up;
    }

    /** How often the connection was lost; as long as that stays the same, no message was missed. */
    int losses() {
        return losses;
    }

    /**
     * Asks Redis.
     *
     * @return completes on the link's context, within {@link #PATIENCE}; null if there is no such
     *     thing
     */
    Future<@Nullable Response> send(Request request) {
        Promise<@Nullable Response> answer = Promise.promise();
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(new RedisBusyException());
        }
        context.runOnContext(now -> ask(request, answer));
        return answer.future();
    }

    private void ask(Request request, Promise<@Nullable Response> answer) {
        Redis asked = client;
        long deadline =
                vertx.setTimer(
                        PATIENCE.toMillis(),
                        late -> {
                            if (answer.tryFail("no answer within a second")) {
                                lost(asked, "no answer within a second");
                            }
                        });
        answer.future()
                .onComplete(
                        done -> {
                            vertx.cancelTimer(deadline);
                            waiting.decrementAndGet();
                        });
        current.compose(pair -> pair.asking().send(request))
                .onSuccess(answer::tryComplete)
                .onFailure(answer::tryFail);
    }

    /** Listens to a channel from now on; to be called before much else. */
    void subscribe(String channel, Consumer<Buffer> listener) {
        channels.put(channel, listener);
        context.runOnContext(
                now ->
                        current.onSuccess(
                                pair ->
                                        pair.listening()
                                                .send(
                                                        Request.cmd(Command.SUBSCRIBE)
                                                                .arg(channel))));
    }

    /** Listens no longer. */
    void unsubscribe(String channel) {
        channels.remove(channel);
        context.runOnContext(
                now ->
                        current.onSuccess(
                                pair ->
                                        pair.listening()
                                                .send(
                                                        Request.cmd(Command.UNSUBSCRIBE)
                                                                .arg(channel))));
    }

    /** Runs something on the link's context again and again, until told to stop. */
    Repeated every(Duration interval, Runnable task) {
        long timer =
                vertx.setPeriodic(
                        interval.toMillis(), now -> context.runOnContext(turn -> task.run()));
        return () -> vertx.cancelTimer(timer);
    }

    /** Runs something on the link's context once. */
    void after(Duration wait, Runnable task) {
        vertx.setTimer(
                Math.max(1, wait.toMillis() + 1), now -> context.runOnContext(turn -> task.run()));
    }

    /** Something that is done again and again. */
    interface Repeated {
        void stop();
    }

    private void connect() {
        if (closed) {
            return;
        }
        Redis fresh = Redis.createClient(vertx, options);
        client = fresh;
        Promise<Pair> connected = Promise.promise();
        current = connected.future();
        vertx.setTimer(
                PATIENCE.toMillis(),
                late -> {
                    if (connected.tryFail("no connection within a second")) {
                        lost(fresh, "no connection within a second");
                    }
                });
        fresh.connect()
                .compose(
                        asking ->
                                fresh.connect()
                                        .compose(listening -> listen(fresh, asking, listening)))
                .onSuccess(
                        pair -> {
                            if (connected.tryComplete(pair)) {
                                found();
                            }
                        })
                .onFailure(
                        failure -> {
                            if (connected.tryFail(failure)) {
                                lost(fresh, String.valueOf(failure.getMessage()));
                            }
                        });
    }

    private Future<Pair> listen(Redis from, RedisConnection asking, RedisConnection listening) {
        for (RedisConnection each : List.of(asking, listening)) {
            each.endHandler(end -> lost(from, "it closed the connection"));
            each.exceptionHandler(failure -> lost(from, String.valueOf(failure.getMessage())));
        }
        Set<String> wanted = Set.copyOf(channels.keySet());
        AtomicInteger left = new AtomicInteger(wanted.size());
        Promise<Void> subscribed = Promise.promise();
        listening.handler(
                pushed -> {
                    heard(pushed);
                    if (is("subscribe", pushed) && left.decrementAndGet() == 0) {
                        subscribed.tryComplete();
                    }
                });
        if (wanted.isEmpty()) {
            subscribed.complete();
        } else {
            Request subscribe = Request.cmd(Command.SUBSCRIBE);
            wanted.forEach(subscribe::arg);
            listening.send(subscribe);
        }
        return subscribed.future().map(new Pair(asking, listening));
    }

    /**
     * A message is {@code message, channel, payload} (Redis, Pub/Sub: format of pushed messages).
     */
    private void heard(Response pushed) {
        if (!is("message", pushed)) {
            return;
        }
        Consumer<Buffer> listener = channels.get(pushed.get(1).toString());
        if (listener != null) {
            listener.accept(pushed.get(2).toBuffer());
        }
    }

    private static boolean is(String kind, @Nullable Response pushed) {
        return pushed != null
                && (pushed.type() == ResponseType.PUSH || pushed.type() == ResponseType.MULTI)
                && pushed.size() == 3
                && kind.equals(pushed.get(0).toString());
    }

    private void probe() {
        if (up) {
            send(Request.cmd(Command.TIME));
        }
    }

    private void found() {
        up = true;
        if (told) {
            told = false;
            notes.accept("Redis is back");
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Written on the context only.
    private void lost(@Nullable Redis which, String why) {
        if (which == null || which != client) {
            return;
        }
        client = null;
        up = false;
        losses++;
        current = Future.failedFuture("Redis is out of reach");
        which.close();
        if (!told && !closed) {
            told = true;
            notes.accept("Redis is out of reach: " + why);
        }
        vertx.setTimer(RETRY.toMillis(), now -> context.runOnContext(turn -> connect()));
    }

    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(prober);
        context.runOnContext(
                now -> {
                    Redis last = client;
                    client = null;
                    up = false;
                    current = Future.failedFuture("closed");
                    if (last != null) {
                        last.close();
                    }
                });
    }
}
