package io.agentgate.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** A real Kafka that goes away and comes back. */
@NullMarked
class KafkaIT {
    private static final TopicPartition SECOND = new TopicPartition("kept", 1);

    @Test
    void keepsRecordsAndPortOverARestart()
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        try (Kafka kafka = Kafka.start()) {
            int port = kafka.port();
            kafka.createTopic("kept", 2, Map.of("max.message.bytes", "1048576"));
            send(kafka, "before");
            kafka.stop();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
            kafka.restart();
            assertThat(kafka.port()).isEqualTo(port);
            send(kafka, "after");
            assertThat(received(kafka)).containsExactly("before", "after");
        }
    }

    private static void send(Kafka kafka, String value)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", 1, "key", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> received(Kafka kafka) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(SECOND));
            consumer.seekToBeginning(List.of(SECOND));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            List<String> values = new ArrayList<>();
            while (values.size() < 2 && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(each.value());
                }
            }
            return values;
        }
    }
}
