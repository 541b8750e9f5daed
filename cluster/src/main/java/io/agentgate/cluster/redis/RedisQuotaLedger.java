package io.agentgate.cluster.redis;

import io.agentgate.gateway.quota.Charge;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.Reservation;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A quota ledger that several processes hold together.
 *
 * <p>Each has every bucket whole, in a ledger of its own that answers at once; in the background
 * they tell each other through Redis what they took, and take it from their own buckets, too. So
 * nobody is refused who should not be, and what is admitted too much is what the others admit
 * between two exchanges: some milliseconds where a bucket is in use, a quarter of a second after a
 * pause. It is not forgotten but taken from what refills.
 */
public final class RedisQuotaLedger implements QuotaLedger, AutoCloseable {
    /** What happens to calls with a limit while Redis is out of reach. */
    public enum WithoutRedis {
        /** Each process admits what the limit allows to itself. */
        ADMIT,
        /** None is admitted. */
        REFUSE
    }

    private static final Duration BETWEEN = Duration.ofMillis(1);
    private static final Duration REFRESH = Duration.ofMillis(250);
    private static final long IN_USE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MAX_TALLIES = 10_000;
    private static final int MAX_TOLD_AT_ONCE = 512;
    private static final int MOST_PAID = 100_000;
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    /**
     * Adds to a bucket's count, and says what the count and the debt were before. The debt falls as
     * the bucket refills, by Redis' own clock.
     */
    private static final String EXCHANGE =
            """
            local told = redis.call('HMGET', KEYS[1], 'count', 'debt', 'at')
            local time = redis.call('TIME')
            local now = time[1] * 1000 + time[2] / 1000
            local taken, capacity, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local count, debt = tonumber(told[1]) or 0, tonumber(told[2]) or 0
            debt = math.max(0, debt - (now - (tonumber(told[3]) or now)) * capacity / window)
            redis.call('HSET', KEYS[1], 'count', string.format('%.0f', count + taken),
                'debt', tostring(math.max(0, debt + taken)), 'at', string.format('%.3f', now))
            redis.call('PEXPIRE', KEYS[1], window * 2 + 60000)
            return {count, math.floor(debt + 0.5)}
            """;

    private final QuotaLedger local;
    private final RedisLink redis;
    private final WithoutRedis without;
    private final LongSupplier ticker;
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
    private final Queue<Tally> listed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean exchanging = new AtomicBoolean();
    private final RedisLink.Repeated refreshing;

    /**
     * @param local this process's own buckets
     * @param ticker monotonic time in nanoseconds, the one that calls are reserved by
     */
    public RedisQuotaLedger(
            QuotaLedger local, RedisLink redis, WithoutRedis without, LongSupplier ticker) {
        this.local = local;
        this.redis = redis;
        this.without = without;
        this.ticker = ticker;
        this.refreshing = redis.every(REFRESH, this::refresh);
    }

    @Override
    public Reservation reserve(List<Charge> charges, long nanoTime) {
        if (without == WithoutRedis.REFUSE && !redis.isUp()) {
            return new Reservation.Exhausted(charges.getFirst(), RETRY);
        }
        for (Charge charge : charges) {
            Tally tally = tallies.get(charge.key());
            if (tally != null) {
                tally.payInPassing(local, nanoTime);
            }
        }
        Reservation reservation = local.reserve(charges, nanoTime);
        if (reservation instanceof Reservation.Granted granted) {
            count(charges, 1, nanoTime);
            return new Shared(granted, charges);
        }
        return reservation;
    }

    /** A reservation that others learn of. */
    private final class Shared implements Reservation.Granted {
        private final Reservation.Granted granted;
        private final List<Charge> charges;
        private final AtomicBoolean ended = new AtomicBoolean();

        Shared(Reservation.Granted granted, List<Charge> charges) {
            this.granted = granted;
            this.charges = charges;
        }

        @Override
        public long left(int charge) {
            return granted.left(charge);
        }

        @Override
        public void commit() {
            ended.set(true);
            granted.commit();
        }

        @Override
        public void release() {
            if (ended.compareAndSet(false, true)) {
                granted.release();
                count(charges, -1, ticker.getAsLong());
            }
        }
    }

    private void count(List<Charge> charges, int sign, long nanoTime) {
        for (Charge charge : charges) {
            Tally tally = tallies.get(charge.key());
            if (tally == null) {
                if (tallies.size() >= MAX_TALLIES) {
                    // More buckets than that are each process's own.
                    continue;
                }
                tally = tallies.computeIfAbsent(charge.key(), fresh -> new Tally(charge, nanoTime));
            }
            tally.used(charge, nanoTime);
            tally.count(sign * charge.cost());
            list(tally);
        }
        exchangeSoon();
    }

    private void list(Tally tally) {
        if (tally.listed.compareAndSet(false, true)) {
            listed.add(tally);
        }
    }

    /** Buckets in use are looked at even if nothing was taken here; others are let go. */
    private void refresh() {
        long now = ticker.getAsLong();
        tallies.values().stream()
                .filter(tally -> now - tally.lastUse() < IN_USE_NANOS || tally.untold() != 0)
                .forEach(this::list);
        tallies.values()
                .removeIf(
                        tally ->
                                tally.untold() == 0
                                        && now - tally.lastUse() > LONGEST_WINDOW.toNanos());
        exchangeSoon();
    }

    private void exchangeSoon() {
        if (!listed.isEmpty() && redis.isUp() && exchanging.compareAndSet(false, true)) {
            redis.after(BETWEEN, this::exchange);
        }
    }

    /** On the link's context; one at a time. */
    private void exchange() {
        List<Tally> now = new ArrayList<>();
        for (@Nullable Tally next = listed.poll();
                next != null && now.size() < MAX_TOLD_AT_ONCE;
                next = listed.poll()) {
            next.listed.set(false);
            now.add(next);
        }
        if (now.isEmpty()) {
            exchanging.set(false);
            return;
        }
        AtomicInteger open = new AtomicInteger(now.size());
        for (Tally tally : now) {
            long told = tally.tell();
            redis.send(request(tally.charge(), told))
                    .onComplete(
                            answer -> {
                                if (answer.succeeded() && answer.result() != null) {
                                    learn(tally, told, answer.result());
                                } else {
                                    tally.count(told);
                                }
                                if (open.decrementAndGet() == 0) {
                                    exchanging.set(false);
                                    exchangeSoon();
                                }
                            });
        }
    }

    private void learn(Tally tally, long told, Response answer) {
        tally.learn(told, answer.get(0).toLong(), answer.get(1).toLong());
        tally.pay(local, ticker.getAsLong(), MOST_PAID);
    }

    private static Request request(Charge charge, long told) {
        long window =
                charge.window().compareTo(LONGEST_WINDOW) > 0
                        ? LONGEST_WINDOW.toMillis()
                        : Math.max(1, charge.window().toMillis());
        return Request.cmd(Command.EVAL)
                .arg(EXCHANGE)
                .arg(1)
                .arg("agentgate:quota:" + hash(charge.key()))
                .arg(told)
                .arg(charge.capacity())
                .arg(window);
    }

    /** Keys hold names of tools and agents, of whatever length. */
    static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has this algorithm (java.security.MessageDigest).
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        refreshing.stop();
    }
}
