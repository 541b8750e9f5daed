package io.agentgate.cluster.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.backends.Kafka;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.EventFormatException;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Streamed;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real broker. */
@Timeout(120)
class KafkaAuditSinkIT {
    private static final Duration DEADLINE = Duration.ofSeconds(6);
    private static Kafka kafka;

    private final FixedClock clock = new FixedClock();
    private String topic;
    private KafkaAuditSink sink;

    @BeforeAll
    static void start() throws Exception {
        kafka = Kafka.start();
    }

    @AfterAll
    static void stop() throws Exception {
        kafka.close();
    }

    @BeforeEach
    void open() throws Exception {
        topic = "audit-" + UUID.randomUUID();
        kafka.createTopic(topic, 16, Map.of("max.message.bytes", "1048576"));
        sink =
                new KafkaAuditSink(
                        new AuditTopic(kafka.bootstrapServers(), topic, DEADLINE), "p0", clock);
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void eventsArriveAsTheyAreUnderTheirChains() throws Exception {
        SampleCall call = SampleCall.numbered(1);
        List<AuditEvent> events = List.of(call.decided(), call.settled());
        sink.deliver(events);

        List<ConsumerRecord<byte[], byte[]>> records = consumed(2);

        assertThat(read(records)).containsExactlyElementsOf(streamed(events));
        assertThat(records)
                .allSatisfy(
                        record -> {
                            assertThat(new String(record.key(), StandardCharsets.UTF_8))
                                    .isEqualTo(Streamed.chain(streamed(events).getFirst()));
                            assertThat(record.headers().lastHeader("content-type").value())
                                    .asString()
                                    .isEqualTo("application/cloudevents+json; charset=UTF-8");
                        });
    }

    @Test
    void eventsOfOneChainKeepTheirOrder() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 0; number < 20_000; number++) {
            SampleCall call = SampleCall.numbered(number % 7 + 7 * (number / 7));
            events.add(call.decided());
        }
        sink.deliver(events);
        List<Streamed> read = read(consumed(events.size()));

        streamed(events).stream()
                .map(Streamed::chain)
                .distinct()
                .forEach(
                        chain ->
                                assertThat(of(chain, read))
                                        .containsExactlyElementsOf(of(chain, streamed(events))));
    }

    private static List<Streamed> of(String chain, List<Streamed> events) {
        return events.stream().filter(event -> Streamed.chain(event).equals(chain)).toList();
    }

    @Test
    void largestEventArrives() throws Exception {
        byte[] controls = new byte[Payload.MAX_HEAD_BYTES];
        Arrays.fill(controls, (byte) 1);
        AuditEvent large =
                SampleCall.numbered(1)
                        .withArguments(new Payload(controls, controls.length, new byte[32]))
                        .decided();
        sink.deliver(List.of(large));

        assertThat(read(consumed(1))).containsExactly(new Streamed.Event(large));
    }

    @Test
    void endOfAWriterIsToldInEveryLane() throws Exception {
        sink.closeOpenCalls("w1");

        assertThat(read(consumed(Streamed.LANES)))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, Streamed.LANES)
                                .mapToObj(
                                        lane ->
                                                (Streamed)
                                                        new Streamed.WriterEnded(
                                                                "w1", lane, clock.instant()))
                                .toList());
    }

    @Test
    void nothingToDeliverAsksNobody() throws Exception {
        try (KafkaAuditSink nowhere =
                new KafkaAuditSink(new AuditTopic("127.0.0.1:1", topic, DEADLINE), "p0", clock)) {
            nowhere.deliver(List.of());
        }
    }

    @Test
    void topicThatIsMissingIsNoDelivery() {
        try (KafkaAuditSink lost =
                new KafkaAuditSink(
                        new AuditTopic(kafka.bootstrapServers(), "no-such-topic", DEADLINE),
                        "p0",
                        clock)) {
            assertThatThrownBy(() -> lost.deliver(List.of(SampleCall.numbered(1).decided())))
                    .isInstanceOf(AuditSinkException.class)
                    .hasMessageContaining("Kafka does not take audit events");
        }
    }

    @Test
    void whatABrokerMissedComesAgainWhenItIsBack() throws Exception {
        List<AuditEvent> first = List.of(SampleCall.numbered(1).decided());
        List<AuditEvent> second = List.of(SampleCall.numbered(1).settled());
        sink.deliver(first);

        kafka.stop();
        long before = System.nanoTime();
        assertThatThrownBy(() -> sink.deliver(second)).isInstanceOf(AuditSinkException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isLessThan(DEADLINE.plusSeconds(5));
        kafka.restart();
        deliverUntilTaken(second);

        assertThat(read(consumed(2)).stream().distinct())
                .containsExactlyElementsOf(
                        streamed(Stream.concat(first.stream(), second.stream()).toList()));
    }

    @Test
    void manyEventsWaitNoLongerForABrokerThanOne() {
        List<AuditEvent> many =
                IntStream.range(0, 1_000)
                        .<AuditEvent>mapToObj(number -> SampleCall.numbered(number).decided())
                        .toList();
        try (KafkaAuditSink nowhere =
                new KafkaAuditSink(new AuditTopic("127.0.0.1:1", topic, DEADLINE), "p0", clock)) {
            long before = System.nanoTime();
            assertThatThrownBy(() -> nowhere.deliver(many)).isInstanceOf(AuditSinkException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(DEADLINE.plusSeconds(5));
        }
    }

    private void deliverUntilTaken(List<AuditEvent> events) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                sink.deliver(events);
                return;
            } catch (AuditSinkException notYet) {
                assertThat(System.nanoTime()).as(notYet.getMessage()).isLessThan(end);
            }
        }
    }

    private static List<Streamed> streamed(List<? extends AuditEvent> events) {
        return events.stream().<Streamed>map(Streamed.Event::new).toList();
    }

    private static List<Streamed> read(List<ConsumerRecord<byte[], byte[]>> records)
            throws EventFormatException {
        List<Streamed> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            events.add(EventJson.read(record.value()));
        }
        return events;
    }

    /** At least so many records, those of one partition in their order. */
    private List<ConsumerRecord<byte[], byte[]>> consumed(int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        topic,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (records.size() < count) {
                assertThat(System.nanoTime()).as("%s of %s", records.size(), count).isLessThan(end);
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
