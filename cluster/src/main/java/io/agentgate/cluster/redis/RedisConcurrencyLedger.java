package io.agentgate.cluster.redis;

import io.agentgate.cluster.redis.RedisQuotaLedger.WithoutRedis;
import io.agentgate.gateway.quota.ConcurrencyLedger;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many calls are in flight in several processes.
 *
 * <p>Each counts its own, tells the others through Redis in the background, and knows how many they
 * told of. What is admitted too much is what they admit between two exchanges, as with {@link
 * RedisQuotaLedger}. Those of a process that died are counted for {@value #TRUSTED_MILLIS} ms.
 */
public final class RedisConcurrencyLedger implements ConcurrencyLedger, AutoCloseable {
    private static final int TRUSTED_MILLIS = 5_000;
    private static final Duration BETWEEN = Duration.ofMillis(1);
    private static final Duration REFRESH = Duration.ofMillis(250);
    private static final long IN_USE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_TOLD_AT_ONCE = 512;

    /** Beyond these, those that nobody uses are not remembered. */
    private static final int MAX_COUNTS = 10_000;

    /** Says how many are in flight here, and learns how many are elsewhere. */
    private static final String EXCHANGE =
            """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            if tonumber(ARGV[2]) > 0 then
                redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. string.format('%.0f', now))
                redis.call('PEXPIRE', KEYS[1], 4 * ARGV[3])
            else
                redis.call('HDEL', KEYS[1], ARGV[1])
            end
            local others, all = 0, redis.call('HGETALL', KEYS[1])
            for i = 1, #all, 2 do
                if all[i] ~= ARGV[1] then
                    local count, at = string.match(all[i + 1], '^(%d+):(%d+)$')
                    if count and now - tonumber(at) < tonumber(ARGV[3]) then
                        others = others + tonumber(count)
                    else
                        redis.call('HDEL', KEYS[1], all[i])
                    end
                end
            end
            return others
            """;

    private final RedisLink redis;
    private final String replica;
    private final WithoutRedis without;
    private final LongSupplier ticker;
    private final RedisLink.Repeated refreshing;

    // What follows is guarded by this.
    private final Map<String, Count> counts = new HashMap<>();
    private final Set<String> untold = new LinkedHashSet<>();
    private boolean exchanging;

    /** Of one key. */
    private static final class Count {
        private long own;
        private long others;
        private long lastUse;
    }

    /**
     * @param replica names this process among the others
     * @param ticker monotonic time in nanoseconds
     */
    public RedisConcurrencyLedger(
            RedisLink redis, String replica, WithoutRedis without, LongSupplier ticker) {
        this.redis = redis;
        this.replica = replica;
        this.without = without;
        this.ticker = ticker;
        this.refreshing = redis.every(REFRESH, this::refresh);
    }

    @Override
    public synchronized Admission admit(List<Claim> claims) {
        if (without == WithoutRedis.REFUSE && !redis.isUp()) {
            return new Admission.Full(claims.getFirst());
        }
        int counted = 0;
        for (Claim claim : claims) {
            Count count = counts.computeIfAbsent(claim.key(), fresh -> new Count());
            count.lastUse = ticker.getAsLong();
            if (count.own + count.others >= claim.most()) {
                claims.subList(0, counted).forEach(this::forget);
                tell(claim.key());
                return new Admission.Full(claim);
            }
            count.own++;
            counted++;
        }
        claims.forEach(claim -> tell(claim.key()));
        return new InFlight(claims);
    }

    private void forget(Claim claim) {
        Count count = counts.get(claim.key());
        if (count != null && count.own > 0) {
            count.own--;
            count.lastUse = ticker.getAsLong();
        }
    }

    private void tell(String key) {
        untold.add(key);
        exchangeSoon();
    }

    private synchronized void over(List<Claim> claims) {
        claims.forEach(this::forget);
        claims.forEach(claim -> tell(claim.key()));
    }

    /** A call that is counted. */
    private final class InFlight implements Admission.Counted {
        private @Nullable List<Claim> claims;

        InFlight(List<Claim> claims) {
            this.claims = claims;
        }

        @Override
        public void over() {
            List<Claim> ended;
            synchronized (this) {
                ended = claims;
                claims = null;
            }
            if (ended != null) {
                RedisConcurrencyLedger.this.over(ended);
            }
        }
    }

    /**
     * Those in flight are told of again before they are trusted no more; unused ones are let go.
     */
    private synchronized void refresh() {
        long now = ticker.getAsLong();
        Iterator<Map.Entry<String, Count>> each = counts.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Count> entry = each.next();
            Count count = entry.getValue();
            boolean used = now - count.lastUse < IN_USE_NANOS && counts.size() <= MAX_COUNTS;
            if (count.own > 0 || used) {
                untold.add(entry.getKey());
            } else if (!untold.contains(entry.getKey())) {
                each.remove();
            }
        }
        exchangeSoon();
    }

    private void exchangeSoon() {
        if (!exchanging && !untold.isEmpty() && redis.isUp()) {
            exchanging = true;
            redis.after(BETWEEN, this::exchange);
        }
    }

    /** On the link's context; one at a time. */
    private void exchange() {
        Map<String, Request> requests = new HashMap<>();
        synchronized (this) {
            Iterator<String> keys = untold.iterator();
            while (keys.hasNext() && requests.size() < MAX_TOLD_AT_ONCE) {
                String key = keys.next();
                keys.remove();
                Count count = counts.get(key);
                requests.put(key, request(key, count == null ? 0 : count.own));
            }
        }
        AtomicInteger open = new AtomicInteger(requests.size());
        requests.forEach(
                (key, request) ->
                        redis.send(request)
                                .onComplete(
                                        answer -> {
                                            // What was not heard is said again in a while.
                                            if (answer.succeeded() && answer.result() != null) {
                                                learn(key, answer.result().toLong());
                                            }
                                            if (open.decrementAndGet() == 0) {
                                                exchanged();
                                            }
                                        }));
    }

    private synchronized void learn(String key, long others) {
        Count count = counts.get(key);
        if (count != null) {
            count.others = others;
        }
    }

    private synchronized void exchanged() {
        exchanging = false;
        exchangeSoon();
    }

    private Request request(String key, long own) {
        return Request.cmd(Command.EVAL)
                .arg(EXCHANGE)
                .arg(1)
                .arg("agentgate:inflight:" + RedisQuotaLedger.hash(key))
                .arg(replica)
                .arg(own)
                .arg(TRUSTED_MILLIS);
    }

    @Override
    public void close() {
        refreshing.stop();
    }
}
