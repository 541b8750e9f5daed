package io.agentgate.cluster.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.backends.Kafka;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a real broker. */
@Timeout(120)
class KafkaCallFeedIT {
    private static Kafka kafka;

    private final FixedClock clock = new FixedClock();
    private final String name = "audit-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        kafka = Kafka.start();
    }

    @AfterAll
    static void stop() throws Exception {
        kafka.close();
    }

    private AuditTopic topic() {
        return new AuditTopic(kafka.bootstrapServers(), name, Duration.ofSeconds(6));
    }

    private void make() throws Exception {
        kafka.createTopic(name, 16, Map.of("max.message.bytes", "1048576"));
    }

    private void deliver(List<AuditEvent> events) throws Exception {
        try (KafkaAuditSink sink = new KafkaAuditSink(topic(), "p0", clock)) {
            sink.deliver(events);
        }
    }

    /** What the feed has, as soon as that is enough. */
    private static List<CallRecord> await(KafkaCallFeed feed, Predicate<List<CallRecord>> enough) {
        List<CallRecord> found = List.of();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            try {
                found = feed.calls(CallQuery.newest(1_000));
            } catch (AuditLogException notYet) {
                found = List.of();
            }
            if (enough.test(found)) {
                return found;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return found;
    }

    @Test
    void callsOfTheStreamAreToldWithTheirOutcomes() throws Exception {
        make();
        try (KafkaCallFeed feed = new KafkaCallFeed(topic(), clock)) {
            deliver(List.of(SampleCall.numbered(1).decided(), SampleCall.numbered(2).decided()));
            deliver(List.of(SampleCall.numbered(1).settled()));

            List<CallRecord> found =
                    await(
                            feed,
                            calls ->
                                    calls.size() == 2
                                            && calls.stream().anyMatch(c -> c.outcome() != null));
            assertThat(found)
                    .extracting(call -> call.decision().decisionId())
                    .containsExactlyInAnyOrder(
                            SampleCall.numbered(1).decided().decisionId(),
                            SampleCall.numbered(2).decided().decisionId());
            assertThat(found).filteredOn(call -> call.outcome() != null).hasSize(1);
        }
    }

    @Test
    void whoComesLaterSeesTheEndOfWhatWasBefore() throws Exception {
        make();
        List<AuditEvent> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(SampleCall.numbered(i).decided());
        }
        deliver(events);

        try (KafkaCallFeed feed = new KafkaCallFeed(topic(), clock)) {
            String last = SampleCall.numbered(1_999).decided().decisionId();
            List<CallRecord> found =
                    await(
                            feed,
                            calls ->
                                    calls.stream()
                                            .anyMatch(
                                                    call ->
                                                            call.decision()
                                                                    .decisionId()
                                                                    .equals(last)));
            // The rest of each of the 16 partitions is left to those who need every call.
            assertThat(found).hasSizeLessThanOrEqualTo(64 * 16);
        }
    }

    @Test
    void topicThatIsMissingIsSaidAndThenFound() throws Exception {
        try (KafkaCallFeed feed = new KafkaCallFeed(topic(), clock)) {
            assertThat(feed.trouble()).isNotNull();
            make();
            deliver(List.of(SampleCall.numbered(1).decided()));

            assertThat(await(feed, calls -> !calls.isEmpty())).hasSize(1);
            assertThat(feed.trouble()).isNull();
        }
    }
}
