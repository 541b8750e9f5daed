package io.agentgate.auditstore;

import io.agentgate.backends.Kafka;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Streamed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The audit stream, as proxies and operators see it. */
final class Stream implements AutoCloseable {
    static final String TOPIC = "agentgate.audit.v1";
    static final String DEAD = TOPIC + ".dead";

    private final Kafka kafka;
    private final KafkaProducer<byte[], byte[]> producer;

    Stream(Kafka kafka) {
        this.kafka = kafka;
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "acks",
                                "all",
                                "max.in.flight.requests.per.connection",
                                1),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Tells of events, in this order. */
    void tell(AuditEvent... events) throws Exception {
        tell(List.of(events));
    }

    void tell(List<? extends AuditEvent> events) throws Exception {
        List<Streamed> all = new ArrayList<>();
        events.forEach(event -> all.add(new Streamed.Event(event)));
        tellOf(all);
    }

    void tellOf(List<Streamed> events) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Streamed event : events) {
            sent.add(
                    producer.send(
                            new ProducerRecord<>(
                                    TOPIC,
                                    Streamed.chain(event).getBytes(StandardCharsets.UTF_8),
                                    EventJson.write(event, "p0"))));
        }
        for (Future<RecordMetadata> one : sent) {
            one.get(30, TimeUnit.SECONDS);
        }
    }

    /** Sends what is no event. */
    void send(String rubbish) throws Exception {
        producer.send(
                        new ProducerRecord<>(
                                TOPIC,
                                "x/0".getBytes(StandardCharsets.UTF_8),
                                rubbish.getBytes(StandardCharsets.UTF_8)))
                .get(30, TimeUnit.SECONDS);
    }

    /** Waits for so many dead letters, from the first one on. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", kafka.bootstrapServers(),
                                "group.id", "test",
                                "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(DEAD));
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (letters.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
