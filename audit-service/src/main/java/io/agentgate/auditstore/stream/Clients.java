package io.agentgate.auditstore.stream;

import io.agentgate.auditstore.AuditSettings;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients of Kafka, set up so that nothing is lost and nobody waits for ever. */
public final class Clients {
    private static final int MAX_RECORDS = 2_000;
    private static final int MAX_BATCH_BYTES = 16 << 20;

    private Clients() {}

    /** A consumer whose offsets are committed by hand, from the beginning for a new group. */
    public static Consumer<byte[], byte[]> consumer(AuditSettings settings, String group) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.kafka(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MAX_RECORDS,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        MAX_BATCH_BYTES,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000L,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        15_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    public static Producer<byte[], byte[]> producer(AuditSettings settings) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.kafka(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        5_000L,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        15_000,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        4 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
