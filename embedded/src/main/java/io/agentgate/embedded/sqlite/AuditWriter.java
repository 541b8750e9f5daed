package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of one connection: its prepared statements, and the transactions made of them.
 */
final class AuditWriter implements AutoCloseable {
    private static final String INSERT_CALL =
            """
            INSERT INTO calls (
              decision_id, status, settled_at, latency_nanos, outcome_reason,
              result, result_bytes, result_hmac, mark,
              writer, time, session, agent, caller, server, tool, request_id,
              decision, rule, reason, revision, arguments, arguments_bytes, arguments_hmac)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (decision_id) DO NOTHING\
            """;

    private static final String SETTLE_CALL =
            """
            UPDATE calls SET
              status = ?2, settled_at = ?3, latency_nanos = ?4, outcome_reason = ?5,
              result = ?6, result_bytes = ?7, result_hmac = ?8, mark = ?9
            WHERE decision_id = ?1 AND settled_at IS NULL AND decision = 'allowed'\
            """;

    private static final String KEEP_OUTCOME =
            """
            INSERT INTO early_outcomes
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
            WHERE NOT EXISTS (SELECT 1 FROM calls WHERE decision_id = ?1)
            ON CONFLICT (decision_id) DO NOTHING\
            """;

    private static final String ANY_EARLY = "SELECT EXISTS (SELECT 1 FROM early_outcomes)";

    private static final String APPLY_EARLY =
            """
            UPDATE calls SET
              status = early.status, settled_at = early.settled_at,
              latency_nanos = early.latency_nanos, outcome_reason = early.outcome_reason,
              result = early.result, result_bytes = early.result_bytes,
              result_hmac = early.result_hmac
            FROM early_outcomes AS early
            WHERE calls.decision_id = ?1 AND early.decision_id = ?1
              AND calls.settled_at IS NULL AND calls.decision = 'allowed'\
            """;

    private static final String FORGET_EARLY = "DELETE FROM early_outcomes WHERE decision_id = ?1";

    private static final String INSERT_EVENT =
            """
            INSERT INTO events (id, time, kind, session, detail) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING\
            """;

    private static final String COUNT_OPEN =
            """
            SELECT count(*) FROM calls
            WHERE writer = ?1 AND settled_at IS NULL AND decision = 'allowed'\
            """;

    private static final String CLOSE_OPEN =
            """
            UPDATE calls SET
              status = ?2, settled_at = ?3, outcome_reason = ?4, mark = ?5 + numbered.number
            FROM (
              SELECT decision_id, row_number() OVER (ORDER BY rowid) AS number FROM calls
              WHERE writer = ?1 AND settled_at IS NULL AND decision = 'allowed') AS numbered
            WHERE calls.decision_id = numbered.decision_id\
            """;

    private static final String CLOSED_REASON =
            "the gateway ended before it recorded how the call ended";

    private static final int FIRST_PARAMETER_OF_DECISION = 10;

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement takeMarks;
    private final PreparedStatement lastMark;
    private final PreparedStatement insertCall;
    private final PreparedStatement settleCall;
    private final PreparedStatement keepOutcome;
    private final PreparedStatement insertEvent;

    /** Takes the connection over, once this has returned. */
    AuditWriter(Connection connection) throws SQLException {
        this.connection = connection;
        // Immediate: a transaction that begins by reading can't always become a writing one.
        this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
        this.commit = connection.prepareStatement("COMMIT");
        this.takeMarks = connection.prepareStatement("UPDATE change_mark SET value = value + ?");
        this.lastMark = connection.prepareStatement("SELECT value FROM change_mark");
        this.insertCall = connection.prepareStatement(INSERT_CALL);
        this.settleCall = connection.prepareStatement(SETTLE_CALL);
        this.keepOutcome = connection.prepareStatement(KEEP_OUTCOME);
        this.insertEvent = connection.prepareStatement(INSERT_EVENT);
    }

    /** What one batch says about one call. */
    private static final class Call {
        private AuditEvent.@Nullable CallDecided decided;
        private AuditEvent.@Nullable CallSettled settled;
    }

    /**
     * Stores a batch in one transaction. After an exception the connection is to be closed, which
     * takes the whole batch back.
     */
    void write(List<AuditEvent> events) throws SQLException {
        Map<String, Call> calls = new LinkedHashMap<>();
        List<AuditEvent.Noted> notes = new ArrayList<>();
        for (AuditEvent event : events) {
            switch (event) {
                case AuditEvent.CallDecided decided -> {
                    Call call = calls.computeIfAbsent(decided.decisionId(), id -> new Call());
                    call.decided = call.decided == null ? decided : call.decided;
                }
                case AuditEvent.CallSettled settled -> {
                    Call call = calls.computeIfAbsent(settled.decisionId(), id -> new Call());
                    call.settled = call.settled == null ? settled : call.settled;
                }
                case AuditEvent.Noted noted -> notes.add(noted);
            }
        }
        begin.execute();
        if (!calls.isEmpty()) {
            writeCalls(calls);
        }
        for (AuditEvent.Noted noted : notes) {
            insert(noted);
        }
        commit.execute();
    }

    private void writeCalls(Map<String, Call> calls) throws SQLException {
        boolean anyEarly = number(ANY_EARLY) != 0;
        long mark = markBefore(calls.size());
        for (Map.Entry<String, Call> entry : calls.entrySet()) {
            mark++;
            AuditEvent.CallDecided decided = entry.getValue().decided;
            AuditEvent.CallSettled settled = entry.getValue().settled;
            if (decided != null && insert(decided, settled, mark)) {
                if (anyEarly) {
                    applyEarlyOutcome(entry.getKey());
                }
                continue;
            }
            if (settled != null) {
                settle(settled, mark);
            }
        }
    }

    /** Takes as many marks as there may be changes; those not used stay unused. */
    private long markBefore(int changes) throws SQLException {
        takeMarks.setInt(1, changes);
        takeMarks.executeUpdate();
        try (ResultSet last = lastMark.executeQuery()) {
            last.next();
            return last.getLong(1) - changes;
        }
    }

    private boolean insert(
            AuditEvent.CallDecided decided, AuditEvent.@Nullable CallSettled settled, long mark)
            throws SQLException {
        if (settled == null || decided.basis().decision().isFinal()) {
            CallStatus status = decided.basis().decision().statusUntilSettled();
            insertCall.setString(1, decided.decisionId());
            insertCall.setString(2, status.word());
            insertCall.setString(3, null);
            insertCall.setNull(4, Types.BIGINT);
            insertCall.setString(5, null);
            bind(insertCall, 6, null);
        } else {
            bind(insertCall, settled);
        }
        insertCall.setLong(9, mark);
        int at = FIRST_PARAMETER_OF_DECISION;
        insertCall.setString(at++, StoredForm.writerOf(decided.decisionId()));
        insertCall.setString(at++, StoredForm.time(decided.time()));
        insertCall.setString(at++, decided.origin().session());
        insertCall.setString(at++, decided.origin().agent());
        insertCall.setString(at++, decided.origin().caller());
        insertCall.setString(at++, decided.origin().server());
        insertCall.setString(at++, decided.origin().tool());
        insertCall.setString(at++, decided.origin().requestId());
        insertCall.setString(at++, StoredForm.word(decided.basis().decision()));
        insertCall.setString(at++, decided.basis().rule());
        insertCall.setString(at++, decided.basis().reason());
        insertCall.setString(at++, decided.basis().revision());
        bind(insertCall, at, decided.arguments());
        return insertCall.executeUpdate() > 0;
    }

    private void settle(AuditEvent.CallSettled settled, long mark) throws SQLException {
        bind(settleCall, settled);
        settleCall.setLong(9, mark);
        if (settleCall.executeUpdate() == 0) {
            // Settled already, or refused, or its decision is still to come.
            bind(keepOutcome, settled);
            keepOutcome.executeUpdate();
        }
    }

    private void applyEarlyOutcome(String decisionId) throws SQLException {
        for (String sql : List.of(APPLY_EARLY, FORGET_EARLY)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, decisionId);
                statement.executeUpdate();
            }
        }
    }

    private void insert(AuditEvent.Noted noted) throws SQLException {
        insertEvent.setString(1, noted.id());
        insertEvent.setString(2, StoredForm.time(noted.time()));
        insertEvent.setString(3, noted.kind());
        insertEvent.setString(4, noted.session());
        insertEvent.setString(5, noted.detail());
        insertEvent.executeUpdate();
    }

    /** Ends every call of a writer that has no outcome, in one transaction. */
    void closeOpenCalls(String writer, Instant now) throws SQLException {
        begin.execute();
        int open;
        try (PreparedStatement count = connection.prepareStatement(COUNT_OPEN)) {
            count.setString(1, writer);
            try (ResultSet rows = count.executeQuery()) {
                rows.next();
                open = rows.getInt(1);
            }
        }
        if (open > 0) {
            long mark = markBefore(open);
            try (PreparedStatement close = connection.prepareStatement(CLOSE_OPEN)) {
                close.setString(1, writer);
                close.setString(2, CallStatus.UNKNOWN.word());
                close.setString(3, StoredForm.time(now));
                close.setString(4, CLOSED_REASON);
                close.setLong(5, mark);
                close.executeUpdate();
            }
        }
        commit.execute();
    }

    /** Sets the first eight parameters, which all statements about outcomes have in common. */
    private static void bind(PreparedStatement statement, AuditEvent.CallSettled settled)
            throws SQLException {
        statement.setString(1, settled.decisionId());
        statement.setString(2, settled.status().word());
        statement.setString(3, StoredForm.time(settled.time()));
        statement.setLong(4, settled.latencyNanos());
        statement.setString(5, settled.reason());
        bind(statement, 6, settled.result());
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Payload payload)
            throws SQLException {
        if (payload == null) {
            statement.setString(at, null);
            statement.setNull(at + 1, Types.BIGINT);
            statement.setBytes(at + 2, null);
        } else {
            statement.setString(at, payload.text());
            statement.setLong(at + 1, payload.fullLength());
            statement.setBytes(at + 2, payload.hmac());
        }
    }

    private long number(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
