package io.agentgate.auditstore.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What the reader knows of Kafka: whether the group has it as a member, and when Kafka last
 * answered.
 *
 * <p>A poll tells nothing of that: it is empty when nothing was said, and when nobody is there. So
 * whoever polled in vain asks how far the partitions go; a committed offset is an answer, too.
 */
final class Contact implements ConsumerRebalanceListener {
    /** After such a silence Kafka counts as away. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration ASK = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final String topic;
    private boolean member;
    private boolean fresh = true;
    private long answered;

    /**
     * A contact that has heard nothing yet.
     *
     * @param nanos a clock that only goes ahead
     */
    Contact(String topic, LongSupplier nanos) {
        this.topic = topic;
        this.nanos = nanos;
        this.answered = nanos.getAsLong();
    }

    /** Kafka has answered. */
    void heard() {
        fresh = false;
        answered = nanos.getAsLong();
    }

    /** Whether it is time to ask again. */
    boolean isDue() {
        return fresh || silence().compareTo(EVERY) >= 0;
    }

    /**
     * Asks how far the partitions go; for a member without any, and there may be more members than
     * partitions, how far the first does.
     *
     * @return what is wrong; empty if Kafka has answered
     */
    Optional<String> ask(Consumer<byte[], byte[]> consumer) {
        if (!member) {
            return Optional.of("the group has not taken this instance in");
        }
        Set<TopicPartition> mine = consumer.assignment();
        try {
            consumer.endOffsets(mine.isEmpty() ? Set.of(new TopicPartition(topic, 0)) : mine, ASK);
        } catch (TimeoutException nobody) {
            return Optional.of("Kafka does not answer for " + topic);
        }
        heard();
        return Optional.empty();
    }

    Duration silence() {
        return Duration.ofNanos(nanos.getAsLong() - answered);
    }

    /** Whether the silence is too long to count on Kafka. */
    boolean isLost() {
        return silence().compareTo(PATIENCE) >= 0;
    }

    /** There is a new consumer, which no group knows yet. */
    void begin() {
        member = false;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        member = true;
    }

    /** They are assigned anew in a moment. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        member = false;
    }
}
