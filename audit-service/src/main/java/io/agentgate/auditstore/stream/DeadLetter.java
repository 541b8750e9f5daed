package io.agentgate.auditstore.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be stored.
 *
 * @param reason in words, without anything of the record
 */
record DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {
    /**
     * Most bytes of a value and of a key: a record that filled its own topic's messages is more
     * than the dead-letter topic takes once there are headers on it, and would come again for ever.
     */
    static final int MAX_VALUE = 512 << 10;

    static final int MAX_KEY = 1 << 10;

    /** The record as it came, as far as a message holds it, and why it is not in the database. */
    ProducerRecord<byte[], byte[]> forTopic(String topic) {
        List<Header> headers = new ArrayList<>();
        headers.add(header("error", reason));
        headers.add(header("topic", record.topic()));
        headers.add(header("partition", Integer.toString(record.partition())));
        headers.add(header("offset", Long.toString(record.offset())));
        byte[] value = record.value();
        if (value != null && value.length > MAX_VALUE) {
            headers.add(header("bytes", Integer.toString(value.length)));
        }
        return new ProducerRecord<>(
                topic, null, cut(record.key(), MAX_KEY), cut(value, MAX_VALUE), headers);
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
