package io.agentgate.auditstore.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

    @Test
    void recordGoesAsItCameWithTheReasonAndWhereItWas() {
        byte[] key = bytes(DeadLetter.MAX_KEY);
        byte[] value = bytes(DeadLetter.MAX_VALUE);

        ProducerRecord<byte[], byte[]> letter = letter(key, value);

        assertThat(letter.topic()).isEqualTo("dead");
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(headers(letter))
                .isEqualTo(
                        Map.of("error", "no event", "topic", "t", "partition", "3", "offset", "7"));
    }

    @Test
    void longValueIsCutAndItsLengthIsTold() {
        byte[] value = bytes(DeadLetter.MAX_VALUE + 1);

        ProducerRecord<byte[], byte[]> letter = letter(bytes(1), value);

        assertThat(letter.value()).isEqualTo(Arrays.copyOf(value, DeadLetter.MAX_VALUE));
        assertThat(headers(letter)).containsEntry("bytes", "524289");
    }

    @Test
    void longKeyIsCut() {
        byte[] key = bytes(DeadLetter.MAX_KEY + 1);

        ProducerRecord<byte[], byte[]> letter = letter(key, bytes(1));

        assertThat(letter.key()).isEqualTo(Arrays.copyOf(key, DeadLetter.MAX_KEY));
        assertThat(headers(letter)).doesNotContainKey("bytes");
    }

    @Test
    void recordWithoutKeyAndValueStaysSo() {
        ConsumerRecord<byte[], byte[]> empty = new ConsumerRecord<>("t", 3, 7, null, null);

        ProducerRecord<byte[], byte[]> letter = new DeadLetter(empty, "no event").forTopic("dead");

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
    }

    private static ProducerRecord<byte[], byte[]> letter(byte[] key, byte[] value) {
        return new DeadLetter(new ConsumerRecord<>("t", 3, 7, key, value), "no event")
                .forTopic("dead");
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> letter) {
        Map<String, String> headers = new TreeMap<>();
        letter.headers()
                .forEach(
                        header ->
                                headers.put(
                                        header.key(),
                                        new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
