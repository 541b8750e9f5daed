package io.agentgate.cluster.kafka;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Streamed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * An audit sink that hands events to Kafka, keyed by chain. A producer that failed is given up and
 * the next delivery makes another: what of the failed one arrived nevertheless is repeated.
 */
public final class KafkaAuditSink implements AuditSink {
    private static final int BATCH_BYTES = 256 << 10;
    private static final int REQUEST_BYTES = 4 << 20;
    private static final long BUFFER_BYTES = 32L << 20;
    private static final List<Header> HEADERS =
            List.of(
                    new RecordHeader(
                            "content-type",
                            "application/cloudevents+json; charset=UTF-8"
                                    .getBytes(StandardCharsets.US_ASCII)));

    private final AuditTopic topic;
    private final String replica;
    private final InstantSource clock;
    private @Nullable Producer<byte[], byte[]> producer;

    /**
     * @param replica the process that tells of events
     * @param clock says when a writer was found to have ended
     */
    public KafkaAuditSink(AuditTopic topic, String replica, InstantSource clock) {
        this.topic = topic;
        this.replica = replica;
        this.clock = clock;
    }

    @Override
    public void deliver(List<AuditEvent> events) throws AuditSinkException {
        send(events.stream().<Streamed>map(Streamed.Event::new).toList());
    }

    /** In every lane: whoever reads one has to learn of it there, behind the lane's events. */
    @Override
    public void closeOpenCalls(String writer) throws AuditSinkException {
        Instant now = clock.instant();
        List<Streamed> ends = new ArrayList<>(Streamed.LANES);
        for (int lane = 0; lane < Streamed.LANES; lane++) {
            ends.add(new Streamed.WriterEnded(writer, lane, now));
        }
        send(ends);
    }

    private void send(List<Streamed> events) throws AuditSinkException {
        if (events.isEmpty()) {
            return;
        }
        long end = System.nanoTime() + topic.deadline().toNanos();
        try {
            Producer<byte[], byte[]> current = connected();
            List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
            for (Streamed event : events) {
                Future<RecordMetadata> one = current.send(record(event));
                if (one.state() == Future.State.FAILED) {
                    // The producer waited for a broker in vain, and would again for each.
                    throw failed(one.exceptionNow());
                }
                sent.add(one);
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException refused) {
            throw failed(refused.getCause() == null ? refused : refused.getCause());
        } catch (TimeoutException | KafkaException late) {
            throw failed(late);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw failed(hurry);
        }
    }

    private ProducerRecord<byte[], byte[]> record(Streamed event) {
        return new ProducerRecord<>(
                topic.name(),
                null,
                Streamed.chain(event).getBytes(StandardCharsets.UTF_8),
                EventJson.write(event, replica),
                HEADERS);
    }

    private AuditSinkException failed(Throwable why) {
        close();
        return new AuditSinkException("Kafka does not take audit events: " + why.getMessage(), why);
    }

    private Producer<byte[], byte[]> connected() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            current =
                    new KafkaProducer<>(
                            settings(), new ByteArraySerializer(), new ByteArraySerializer());
            producer = current;
        }
        return current;
    }

    private Map<String, Object> settings() {
        int deadline = Math.toIntExact(topic.deadline().toMillis());
        int patience = Math.min(deadline, 5_000);
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topic.servers()),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "agentgate-" + replica),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                // With more than one a large delivery to a new topic may never end: each batch is
                // refused as out of order.
                Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd"),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) patience),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deadline),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L));
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> current = producer;
        producer = null;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }
}
