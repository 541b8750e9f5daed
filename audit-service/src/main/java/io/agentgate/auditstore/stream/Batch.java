package io.agentgate.auditstore.stream;

import io.agentgate.auditstore.store.Arrived;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one poll brought, told apart.
 *
 * @param events what can be stored, each chain in its order
 * @param origins the records of the events, in the same order
 * @param dead what cannot be
 */
record Batch(
        List<Arrived> events,
        List<ConsumerRecord<byte[], byte[]>> origins,
        List<DeadLetter> dead) {}
