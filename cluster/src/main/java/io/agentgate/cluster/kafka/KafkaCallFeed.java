package io.agentgate.cluster.kafka;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.EventFormatException;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Streamed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The newest calls of the audit stream, for whoever wants to see them as they come. It begins a
 * little before the end of the topic, belongs to no consumer group, and stores nothing: whoever
 * needs every call asks the audit-service.
 */
public final class KafkaCallFeed implements AutoCloseable {
    /** How far before the end of each partition it begins, in records. */
    private static final long BEFORE_END = 64;

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How often it is asked which partitions there are, and so whether anybody answers. */
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

    private final AuditTopic topic;
    private final NewestCalls newest;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean ending;
    private volatile @Nullable String trouble = "the stream was not reached yet";

    /** Begins to read. */
    public KafkaCallFeed(AuditTopic topic, InstantSource clock) {
        this.topic = topic;
        this.newest = new NewestCalls(clock);
        this.thread = Thread.ofPlatform().daemon().name("call-feed").start(this::run);
    }

    /**
     * The matching calls that changed last, newest first, or by their change, oldest first, when
     * {@link CallQuery#after} is set; without what they were about.
     *
     * @throws AuditLogException while the stream cannot be read
     */
    public List<CallRecord> calls(CallQuery query) throws AuditLogException {
        String why = trouble;
        if (why != null) {
            throw new AuditLogException(why, null);
        }
        return newest.matching(query);
    }

    /** Why the stream cannot be read; null if it can. */
    public @Nullable String trouble() {
        return trouble;
    }

    private void run() {
        while (!ending) {
            try (Consumer<byte[], byte[]> consumer = consumer()) {
                read(consumer);
            } catch (InterruptException | WakeupException closing) {
                return;
            } catch (KafkaException away) {
                trouble = "the stream cannot be read: " + away.getMessage();
            } catch (RuntimeException fault) {
                // A feed that ended without a word would look like one without calls.
                trouble = "a fault in reading the stream: " + fault.getClass().getSimpleName();
            }
            pause();
        }
    }

    private void pause() {
        try {
            if (stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                ending = true;
            }
        } catch (InterruptedException closing) {
            ending = true;
        }
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> known = new HashSet<>();
        long looked = System.nanoTime() - LOOK_NANOS;
        while (!ending) {
            if (System.nanoTime() - looked >= LOOK_NANOS) {
                assign(consumer, known);
                looked = System.nanoTime();
                trouble = known.isEmpty() ? "there is no topic " + topic.name() : null;
            }
            if (known.isEmpty()) {
                pause();
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record.value());
            }
        }
    }

    /** New partitions are read, too: of the first ones the end, of later ones everything. */
    private void assign(Consumer<byte[], byte[]> consumer, Set<TopicPartition> known) {
        List<TopicPartition> fresh = new ArrayList<>();
        consumer.partitionsFor(topic.name(), ANSWER)
                .forEach(
                        info -> {
                            TopicPartition partition =
                                    new TopicPartition(info.topic(), info.partition());
                            if (!known.contains(partition)) {
                                fresh.add(partition);
                            }
                        });
        if (fresh.isEmpty()) {
            return;
        }
        boolean first = known.isEmpty();
        known.addAll(fresh);
        consumer.assign(known);
        if (!first) {
            consumer.seekToBeginning(fresh);
            return;
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(fresh, ANSWER);
        consumer.endOffsets(fresh, ANSWER)
                .forEach(
                        (partition, end) ->
                                consumer.seek(
                                        partition,
                                        Math.max(
                                                begins.getOrDefault(partition, 0L),
                                                end - BEFORE_END)));
    }

    private void take(byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        try {
            if (EventJson.read(value) instanceof Streamed.Event(var event)) {
                newest.add(event);
            }
        } catch (EventFormatException notOurs) {
            // The audit-service keeps it as a dead letter, and says why.
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        topic.servers(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        // Who only looks makes no topic.
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        // Behind what is kept: what was missed is of no use to a feed.
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000L,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) ANSWER.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Ends reading; does not wait for longer than a second. */
    @Override
    public void close() {
        ending = true;
        stopped.countDown();
        thread.interrupt();
        try {
            var _ = thread.join(PAUSE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
