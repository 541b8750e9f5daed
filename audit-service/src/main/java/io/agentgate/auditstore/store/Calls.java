package io.agentgate.auditstore.store;

import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.EventFormatException;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Streamed;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls that events tell of, in one transaction. */
final class Calls {
    private static final String INSERT =
            """
            insert into call (day, decision_id, time, chain, session, agent, caller, server, tool,
                              request_id, decision, rule, reason, policy_revision, arguments_bytes,
                              arguments_redacted_by, evaluation, status)
            select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """
                    + CountedCall.RETURNING;
    private static final String SETTLE =
            """
            update call
            set status = told.status, settled_at = told.time, outcome_reason = told.reason,
                latency_nanos = told.latency, result_bytes = told.bytes,
                result_redacted_by = told.redacted_by
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                 as told (id, first_day, last_day, status, time, reason, latency, bytes,
                          redacted_by)
            where call.decision_id = told.id and call.day between told.first_day and told.last_day
              and call.day between ? and ?
              and call.settled_at is null and call.decision = 'allowed'
            """
                    + CountedCall.RETURNING;

    /** Asks the index of every partition: only for the few that are not where they should be. */
    private static final String DAYS =
            "select decision_id, day from call where decision_id = any(?)";

    private static final String KEEP =
            "insert into early_outcome select * from unnest(?, ?) on conflict do nothing";
    private static final String EARLY =
            "delete from early_outcome where decision_id = any(?) returning body";
    private static final String CLOSE =
            """
            update call set status = 'unknown', settled_at = told.time,
                            outcome_reason = 'the process that ran it ended'
            from unnest(?, ?) as told (chain, time)
            where call.chain = told.chain
              and call.settled_at is null and call.decision = 'allowed'
            """
                    + CountedCall.RETURNING;

    private final Connection connection;
    private final List<CountedCall> begun = new ArrayList<>();
    private final List<CountedCall> ended = new ArrayList<>();

    Calls(Connection connection) {
        this.connection = connection;
    }

    /** The calls that are new, as they were decided. */
    List<CountedCall> begun() {
        return begun;
    }

    /** The calls that were in progress, and came to their end. */
    List<CountedCall> ended() {
        return ended;
    }

    void decided(List<CallDecided> decisions) throws SQLException {
        if (decisions.isEmpty()) {
            return;
        }
        Columns<CallDecided> columns =
                new Columns<>(decisions)
                        .day(call -> Arrived.day(call.time()))
                        .text(CallDecided::decisionId)
                        .time(CallDecided::time)
                        .text(call -> Streamed.chain(new Streamed.Event(call)))
                        .text(call -> call.origin().session())
                        .text(call -> call.origin().agent())
                        .text(call -> call.origin().caller())
                        .text(call -> call.origin().server())
                        .text(call -> call.origin().tool())
                        .text(call -> call.origin().requestId())
                        .text(call -> word(call))
                        .text(call -> call.basis().rule())
                        .text(call -> call.basis().reason())
                        .text(call -> call.basis().revision())
                        .number(call -> length(call.arguments()))
                        .text(call -> call.basis().redactions().text())
                        .text(call -> evaluation(call))
                        .text(call -> call.basis().decision().statusUntilSettled().word());
        try (PreparedStatement insert = columns.prepare(connection, INSERT)) {
            changed(insert, begun);
        }
        settled(early(decisions));
    }

    private static String word(CallDecided call) {
        return call.basis().decision().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String evaluation(CallDecided call) {
        Evaluation evaluation = call.basis().evaluation();
        return evaluation == null ? null : evaluation.text();
    }

    private static @Nullable Long length(@Nullable Payload payload) {
        return payload == null ? null : payload.fullLength();
    }

    /** Outcomes that were here before the calls they belong to. */
    private List<Outcome> early(List<CallDecided> decisions) throws SQLException {
        List<Outcome> early = new ArrayList<>();
        try (PreparedStatement take = connection.prepareStatement(EARLY)) {
            take.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            decisions.stream()
                                    .map(call -> Columns.stored(call.decisionId()))
                                    .toArray()));
            try (ResultSet rows = take.executeQuery()) {
                while (rows.next()) {
                    early.add(outcome(rows.getString(1)));
                }
            }
        }
        return early;
    }

    private static Outcome outcome(String body) {
        try {
            if (EventJson.read(body.getBytes(StandardCharsets.UTF_8))
                            instanceof Streamed.Event(var event)
                    && event instanceof io.agentgate.gateway.audit.AuditEvent.CallSettled settled) {
                return Outcome.of(settled, body);
            }
        } catch (EventFormatException changed) {
            throw new IllegalStateException("an outcome in the database is none", changed);
        }
        throw new IllegalStateException("an outcome in the database is none");
    }

    /**
     * Ends the calls of outcomes. One whose call has an end already stays without effect; one whose
     * call is nowhere came too early, and is kept.
     */
    void settled(List<Outcome> outcomes) throws SQLException {
        List<Outcome> others = settle(outcomes);
        if (others.isEmpty()) {
            return;
        }
        Map<String, LocalDate> days = days(others);
        List<Outcome> far = new ArrayList<>();
        List<Outcome> early = new ArrayList<>();
        for (Outcome outcome : others) {
            LocalDate day = days.get(outcome.decisionId());
            if (day == null) {
                early.add(outcome);
            } else if (!outcome.looksOn(day)) {
                // A clock was wrong by days.
                far.add(outcome.on(day));
            }
        }
        settle(far);
        keep(early);
    }

    /** Returns those that found no call without an end on their days. */
    private List<Outcome> settle(List<Outcome> outcomes) throws SQLException {
        if (outcomes.isEmpty()) {
            return outcomes;
        }
        LocalDate first =
                outcomes.stream()
                        .map(Outcome::firstDay)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        LocalDate last =
                outcomes.stream()
                        .map(Outcome::lastDay)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Columns<Outcome> columns =
                new Columns<>(outcomes)
                        .text(Outcome::decisionId)
                        .day(Outcome::firstDay)
                        .day(Outcome::lastDay)
                        .text(outcome -> outcome.settled().status().word())
                        .time(outcome -> outcome.settled().time())
                        .text(outcome -> outcome.settled().reason())
                        .number(outcome -> outcome.settled().latencyNanos())
                        .number(outcome -> length(outcome.settled().result()))
                        .text(outcome -> outcome.settled().end().redactions().text());
        try (PreparedStatement settle = columns.prepare(connection, SETTLE)) {
            settle.setObject(10, first);
            settle.setObject(11, last);
            Set<String> found = changed(settle, ended);
            return outcomes.stream()
                    .filter(outcome -> !found.contains(outcome.decisionId()))
                    .toList();
        }
    }

    private Map<String, LocalDate> days(List<Outcome> outcomes) throws SQLException {
        Map<String, LocalDate> days = new HashMap<>();
        try (PreparedStatement ask = connection.prepareStatement(DAYS)) {
            ask.setArray(
                    1,
                    connection.createArrayOf(
                            "text", outcomes.stream().map(Outcome::decisionId).toArray()));
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    days.put(rows.getString(1), rows.getObject(2, LocalDate.class));
                }
            }
        }
        return days;
    }

    private void keep(List<Outcome> early) throws SQLException {
        if (early.isEmpty()) {
            return;
        }
        Columns<Outcome> columns =
                new Columns<>(early).text(Outcome::decisionId).text(Outcome::body);
        try (PreparedStatement keep = columns.prepare(connection, KEEP)) {
            keep.executeUpdate();
        }
    }

    /** Ends the calls of writers that write no more. */
    void writersEnded(List<Streamed.WriterEnded> ends) throws SQLException {
        if (ends.isEmpty()) {
            return;
        }
        Columns<Streamed.WriterEnded> columns =
                new Columns<>(ends).text(Streamed::chain).time(Streamed.WriterEnded::time);
        try (PreparedStatement close = columns.prepare(connection, CLOSE)) {
            changed(close, ended);
        }
    }

    /** Does something to calls; gives the ids of those it was done to. */
    private static Set<String> changed(PreparedStatement statement, List<CountedCall> calls)
            throws SQLException {
        Set<String> ids = new HashSet<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString("decision_id"));
                calls.add(CountedCall.of(rows));
            }
        }
        return ids;
    }
}
