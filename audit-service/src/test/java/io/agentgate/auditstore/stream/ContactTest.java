package io.agentgate.auditstore.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ContactTest {
    private static final String TOPIC = "audit";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

    private long now = -1;
    private final Contact contact = new Contact(TOPIC, () -> now);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void assign(TopicPartition... partitions) {
        consumer.subscribe(List.of(TOPIC), contact);
        consumer.rebalance(List.of(partitions));
        contact.onPartitionsAssigned(List.of(partitions));
    }

    @Test
    void memberWhomKafkaAnswersHearsIt() {
        assign(SECOND);
        consumer.updateEndOffsets(Map.of(SECOND, 7L));

        assertThat(contact.isDue()).isTrue();
        assertThat(contact.ask(consumer)).isEmpty();
        assertThat(contact.isDue()).isFalse();
    }

    @Test
    void memberWithoutPartitionsAsksForTheFirst() {
        assign();
        consumer.updateEndOffsets(Map.of(FIRST, 7L));

        assertThat(contact.ask(consumer)).isEmpty();
    }

    @Test
    void silenceOfFifteenSecondsIsAnAbsence() {
        assign(FIRST);
        contact.heard();
        consumer.setOffsetsException(new TimeoutException("nobody"));

        pass(Contact.PATIENCE.minusNanos(1));
        assertThat(contact.ask(consumer)).hasValue("Kafka does not answer for audit");
        assertThat(contact.isLost()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(contact.isLost()).isTrue();
        contact.heard();
        assertThat(contact.isLost()).isFalse();
    }

    @Test
    void answerToWhoeverIsNoMemberDoesNotCount() {
        assign(FIRST);
        consumer.updateEndOffsets(Map.of(FIRST, 7L));
        contact.onPartitionsLost(List.of(FIRST));
        pass(Contact.PATIENCE);

        assertThat(contact.ask(consumer)).hasValue("the group has not taken this instance in");
        assertThat(contact.isLost()).isTrue();
    }

    @Test
    void whatWasHeardLatelyIsNotAskedForAgain() {
        contact.heard();
        pass(Duration.ofSeconds(4));
        assertThat(contact.isDue()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(contact.isDue()).isTrue();
    }
}
