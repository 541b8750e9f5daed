package io.agentgate.auditstore.store;

import io.agentgate.gateway.audit.Streamed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * An event as it came from the stream.
 *
 * @param id the CloudEvent's: an event that comes again has the same
 * @param type the CloudEvent's
 * @param what all it says
 * @param body the CloudEvent itself
 */
public record Arrived(String id, String type, Streamed what, String body) {

    /** When it happened. */
    Instant time() {
        return what.time();
    }

    /** The day it is stored under. */
    LocalDate day() {
        return day(time());
    }

    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    String chain() {
        return Streamed.chain(what);
    }
}
