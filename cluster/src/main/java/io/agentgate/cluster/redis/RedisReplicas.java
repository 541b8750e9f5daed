package io.agentgate.cluster.redis;

import io.agentgate.gateway.session.Replicas;
import io.agentgate.gateway.session.ReplicasException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The replicas that use the same Redis: a list in which each renews its name every second, and a
 * channel of each on which the others write to it.
 */
public final class RedisReplicas implements Replicas {
    static final String LIST = "agentgate:replicas";
    static final String CHANNEL = "agentgate:replica:";

    /** Who has not renewed its name for so long lives no more. */
    static final Duration LIFE = Duration.ofSeconds(3);

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration LIST_LIFE = Duration.ofMinutes(1);
    private static final int MAX_NAME = 128;
    private static final int MAX_OFFERS = 1_024;

    /** Redis cuts a listener off that is 32 MiB behind (client-output-buffer-limit pubsub). */
    private static final int MAX_OFFERED_BYTES = 4 * MAX_MESSAGE;

    private static final String RENEW =
            """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            return redis.call('ZRANGE', KEYS[1], 0, -1)
            """;

    /** Gives the names of those that live and listen. */
    private static final String OFFER =
            """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local live = redis.call(
                'ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', now), '+inf')
            local asked = {}
            for _, name in ipairs(live) do
              if name ~= ARGV[1] and redis.call('PUBLISH', ARGV[2] .. name, ARGV[3]) > 0 then
                asked[#asked + 1] = name
              end
            end
            return asked
            """;

    private static final String PUBLISH = "return redis.call('PUBLISH', ARGV[1], ARGV[2])";

    private final RedisLink redis;
    private final String self;
    private final RedisLink.Repeated beats;

    /** Answers to an earlier process of this name are not for this one. */
    private final long run = ThreadLocalRandom.current().nextLong();

    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicInteger offeredBytes = new AtomicInteger();
    private final Map<Long, OpenOffer> open = new ConcurrentHashMap<>();

    /** Offers of others that the taker thinks about. */
    private final Set<Letter> considered = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Taker taker;
    private volatile Set<String> live;
    private volatile boolean closed;
    private int missed;

    /**
     * Joins the replicas that use the same Redis.
     *
     * @param self what this replica is called, at most 128 bytes; no other that lives has that name
     */
    public RedisReplicas(RedisLink redis, String self) {
        if (self.isBlank() || self.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            throw new IllegalArgumentException("a replica's name has 1 to 128 bytes");
        }
        this.redis = redis;
        this.self = self;
        this.live = Set.of(self);
        redis.subscribe(CHANNEL + self, this::received);
        this.beats = redis.every(BEAT, this::beat);
        beat();
    }

    private void beat() {
        redis.send(
                        Request.cmd(Command.EVAL)
                                .arg(RENEW)
                                .arg(1)
                                .arg(LIST)
                                .arg(self)
                                .arg(LIFE.toMillis())
                                .arg(LIST_LIFE.toMillis()))
                .onSuccess(
                        names -> {
                            missed = 0;
                            live = names(names);
                        })
                .onFailure(
                        outOfReach -> {
                            missed++;
                            if (missed * BEAT.toNanos() >= LIFE.toNanos()) {
                                live = Set.of(self);
                            }
                        });
    }

    private static Set<String> names(@Nullable Response list) {
        Set<String> names = new HashSet<>();
        if (list != null) {
            list.forEach(name -> names.add(name.toString()));
        }
        return Set.copyOf(names);
    }

    @Override
    public CompletionStage<Boolean> offer(String session, byte[] message) {
        if (message.length > MAX_MESSAGE) {
            throw new IllegalArgumentException("the message is too large to be offered");
        }
        if (closed) {
            return CompletableFuture.completedFuture(false);
        }
        int bytes = offeredBytes.addAndGet(message.length);
        if (bytes > MAX_OFFERED_BYTES || open.size() >= MAX_OFFERS) {
            offeredBytes.addAndGet(-message.length);
            return CompletableFuture.failedFuture(
                    new ReplicasException("too many messages are offered already"));
        }
        long number = lastNumber.incrementAndGet();
        OpenOffer offer = new OpenOffer();
        open.put(number, offer);
        ask(
                offer,
                new Letter(Letter.Kind.OFFER, run, number, self, session, Buffer.buffer(message)));
        return offer.taken()
                .onComplete(
                        settled -> {
                            open.remove(number);
                            offeredBytes.addAndGet(-message.length);
                        })
                .toCompletionStage();
    }

    private void ask(OpenOffer offer, Letter letter) {
        int losses = redis.losses();
        redis.send(
                        Request.cmd(Command.EVAL)
                                .arg(OFFER)
                                .arg(1)
                                .arg(LIST)
                                .arg(self)
                                .arg(CHANNEL)
                                .arg(letter.write()))
                .onSuccess(
                        asked -> {
                            offer.asked(names(asked));
                            if (!offer.taken().isComplete()) {
                                redis.after(RedisLink.PATIENCE, () -> silence(offer, losses));
                            }
                        })
                .onFailure(
                        failure ->
                                offer.fail(
                                        new ReplicasException(
                                                "Redis did not pass the message on", failure)));
    }

    /** Nobody's silence counts if an answer may have been missed. */
    private void silence(OpenOffer offer, int losses) {
        if (redis.losses() == losses) {
            offer.turnDown();
        } else {
            offer.fail(new ReplicasException("the connection to Redis was lost meanwhile"));
        }
    }

    private void received(Buffer bytes) {
        Letter letter = Letter.read(bytes);
        if (letter == null || closed) {
            return;
        }
        switch (letter.kind()) {
            case OFFER -> consider(letter);
            case YES, NO -> {
                OpenOffer offer = letter.asker() == run ? open.get(letter.number()) : null;
                if (offer != null) {
                    offer.answered(letter.sender(), letter.kind() == Letter.Kind.YES);
                }
            }
        }
    }

    private void consider(Letter offer) {
        Taker current = taker;
        if (current == null || considered.size() >= MAX_OFFERS) {
            answer(offer, false);
            return;
        }
        considered.add(offer);
        take(current, offer)
                .whenComplete(
                        (taken, failure) -> {
                            if (considered.remove(offer)) {
                                answer(offer, failure == null && taken);
                            }
                        });
    }

    private static CompletionStage<Boolean> take(Taker taker, Letter offer) {
        try {
            return taker.take(offer.session(), offer.message().getBytes());
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** One that does not arrive is a silence, which counts as no after a second. */
    private void answer(Letter offer, boolean taken) {
        Future<?> _ =
                redis.send(
                        // Not by PUBLISH itself, to which the client expects no answer.
                        Request.cmd(Command.EVAL)
                                .arg(PUBLISH)
                                .arg(0)
                                .arg(CHANNEL + offer.sender())
                                .arg(offer.answer(taken, self).write()));
    }

    @Override
    public void onOffer(Taker taker) {
        this.taker = taker;
    }

    @Override
    public Set<String> live() {
        return live;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        beats.stop();
        redis.unsubscribe(CHANNEL + self);
        Future<?> _ = redis.send(Request.cmd(Command.ZREM).arg(LIST).arg(self));
        for (Letter offer : Set.copyOf(considered)) {
            if (considered.remove(offer)) {
                answer(offer, false);
            }
        }
        open.values().forEach(OpenOffer::turnDown);
    }
}
