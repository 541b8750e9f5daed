package io.agentgate.gateway.audit;

import java.time.Instant;

/** What one record of the audit stream says. */
public sealed interface Streamed {

    /** How many lanes the events of one writer are spread over; part of the wire format. */
    int LANES = 16;

    /** When it happened, by the clock of whoever tells of it. */
    Instant time();

    /** Something happened. */
    record Event(AuditEvent event) implements Streamed {
        @Override
        public Instant time() {
            return event.time();
        }
    }

    /**
     * A writer writes no more, and all of its events of this lane came before: what has no outcome
     * among them will never get one.
     *
     * @param writer the part of a decision id before its last dash
     * @param lane from 0 to {@link #LANES} - 1
     * @param time when that became known
     */
    record WriterEnded(String writer, int lane, Instant time) implements Streamed {}

    /** The key that keeps what depends on each other in one order: {@code <writer>/<lane>}. */
    static String chain(Streamed what) {
        return switch (what) {
            case Event(AuditEvent.CallDecided decided) ->
                    chain(decided.decisionId(), decided.origin().session());
            case Event(AuditEvent.CallSettled settled) ->
                    chain(settled.decisionId(), settled.session());
            case Event(AuditEvent.Noted noted) ->
                    chain(noted.id(), noted.session() == null ? "" : noted.session());
            case WriterEnded ended -> ended.writer() + "/" + ended.lane();
        };
    }

    private static String chain(String id, String session) {
        return writer(id) + "/" + lane(session);
    }

    /** The writer of an event with this id. */
    static String writer(String id) {
        int dash = id.lastIndexOf('-');
        return dash < 0 ? id : id.substring(0, dash);
    }

    /** The lane of a session's events. */
    static int lane(String session) {
        return Math.floorMod(session.hashCode(), LANES);
    }
}
