package io.agentgate.auditstore.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record that cannot be stored.
 *
 * @param reason in words, without anything of the record
 */
record DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {

    /** The record as it came, and why it is here and not in the database. */
    ProducerRecord<byte[], byte[]> forTopic(String topic) {
        return new ProducerRecord<>(
                topic,
                null,
                record.key(),
                record.value(),
                List.of(
                        header("error", reason),
                        header("topic", record.topic()),
                        header("partition", Integer.toString(record.partition())),
                        header("offset", Long.toString(record.offset()))));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
