package io.agentgate.auditstore.stream;

import io.agentgate.auditstore.store.Arrived;
import io.agentgate.gateway.audit.EventFormatException;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Streamed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The reading of records as events; what is none, or of no sensible time, is a dead letter. */
final class Reading {
    /** A clock that is further ahead than this is wrong. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final Instant BEGINNING = Instant.parse("2025-01-01T00:00:00Z");

    private final InstantSource clock;

    Reading(InstantSource clock) {
        this.clock = clock;
    }

    Batch read(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        List<Arrived> events = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> origins = new ArrayList<>();
        List<DeadLetter> dead = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                events.add(event(record.value()));
                origins.add(record);
            } catch (EventFormatException wrong) {
                dead.add(new DeadLetter(record, String.valueOf(wrong.getMessage())));
            }
        }
        return new Batch(events, origins, dead);
    }

    private Arrived event(byte[] value) throws EventFormatException {
        if (value == null) {
            throw new EventFormatException("the record has no value");
        }
        Streamed what = EventJson.read(value);
        Instant time = what.time();
        if (time.isBefore(BEGINNING) || time.isAfter(clock.instant().plus(AHEAD))) {
            throw new EventFormatException("`time` is before 2025 or more than a day ahead");
        }
        return new Arrived(
                EventJson.id(what),
                EventJson.type(what),
                what,
                new String(value, StandardCharsets.UTF_8));
    }
}
