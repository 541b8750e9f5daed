package io.agentgate.auditstore.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OutletTest {
    private static final int LONGEST = 10;

    /** A producer whose broker takes no long messages. */
    private static final class Narrow extends MockProducer<byte[], byte[]> {
        private boolean away;

        Narrow() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> line) {
            if (away) {
                return CompletableFuture.failedFuture(new TimeoutException("away"));
            }
            return line.value().length > LONGEST
                    ? CompletableFuture.failedFuture(new RecordTooLargeException("too long"))
                    : super.send(line);
        }
    }

    private final Narrow producer = new Narrow();
    private final Outlet outlet = new Outlet.Topic("siem", producer);

    private static Line line(String id, int length) {
        return new Line(id, new byte[length]);
    }

    @Test
    void lineThatIsTooLongStopsNoOther() {
        Line one = line("one", LONGEST);
        Line tooLong = line("two", LONGEST + 1);
        Line three = line("three", 1);

        assertThat(outlet.put(List.of(one, tooLong, three))).containsExactly(tooLong);
        assertThat(producer.history())
                .extracting(ProducerRecord::value)
                .containsExactly(one.text(), three.text());
    }

    @Test
    void topicThatIsAwayLosesNothing() {
        producer.away = true;

        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> outlet.put(List.of(line("one", 1))));
    }
}
