package io.agentgate.embedded.sqlite;

import io.agentgate.embedded.sqlite.Sealer.Purpose;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
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
              decision_id, writer, time, session, agent, caller, server, tool, request_id,
              decision, rule, reason, revision, arguments_bytes, arguments_hmac, arguments_kept,
              arguments_redacted_by, evaluation, arguments, decided_seq, decided_link, mark,
              status, settled_at, latency_nanos, outcome_reason, result_bytes, result_hmac,
              result_kept, result_redacted_by, result, settled_seq, settled_link)
            VALUES (
              ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
              ?)
            ON CONFLICT (decision_id) DO NOTHING\
            """;

    /** The parameters of an outcome are the same in all statements: its columns, then these. */
    private static final String SETTLE_CALL =
            """
            UPDATE calls SET
              status = ?3, settled_at = ?4, latency_nanos = ?5, outcome_reason = ?6,
              result_bytes = ?7, result_hmac = ?8, result_kept = ?9,
              result_redacted_by = ?10, result = ?11, settled_seq = ?12, settled_link = ?13,
              mark = ?14
            WHERE decision_id = ?1 AND settled_at IS NULL AND decision = 'allowed'
            RETURNING time, server, tool, agent, rule\
            """;

    private static final String KEEP_OUTCOME =
            """
            INSERT INTO early_outcomes (
              decision_id, writer, status, settled_at, latency_nanos, outcome_reason,
              result_bytes, result_hmac, result_kept, result_redacted_by, result, seq, link)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
            WHERE NOT EXISTS (SELECT 1 FROM calls WHERE decision_id = ?1)
            ON CONFLICT (decision_id) DO NOTHING\
            """;

    /** What a program that does not know of figures took marks for stays to be counted. */
    private static final String TAKE_MARKS =
            """
            UPDATE change_mark SET
              counted = iif(counted = value, value + ?1, counted), value = value + ?1\
            """;

    private static final String ANY_EARLY = "SELECT EXISTS (SELECT 1 FROM early_outcomes)";

    private static final String APPLY_EARLY =
            """
            UPDATE calls SET
              status = early.status, settled_at = early.settled_at,
              latency_nanos = early.latency_nanos, outcome_reason = early.outcome_reason,
              result = early.result, result_bytes = early.result_bytes,
              result_hmac = early.result_hmac, result_kept = early.result_kept,
              result_redacted_by = early.result_redacted_by,
              settled_seq = early.seq, settled_link = early.link
            FROM early_outcomes AS early
            WHERE calls.decision_id = ?1 AND early.decision_id = ?1
              AND calls.settled_at IS NULL AND calls.decision = 'allowed'
            RETURNING time, server, tool, agent, rule\
            """;

    /** What finds a refusal has its place in the chain, and stays until it is pruned. */
    private static final String FORGET_EARLY =
            """
            DELETE FROM early_outcomes WHERE decision_id = ?1
              AND EXISTS (SELECT 1 FROM calls WHERE decision_id = ?1 AND decision = 'allowed')\
            """;

    private static final String INSERT_EVENT =
            """
            INSERT INTO events (id, writer, time, kind, session, detail, seq, link)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
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

    /** What stands in place of an outcome that nobody recorded. */
    static final String CLOSED_REASON = "the gateway ended before it recorded how the call ended";

    private static final int PARAMETERS_OF_CALL = 33;

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement takeMarks;
    private final PreparedStatement lastMark;
    private final PreparedStatement insertCall;
    private final PreparedStatement settleCall;
    private final PreparedStatement keepOutcome;
    private final PreparedStatement insertEvent;
    private final Sealer sealer;
    private final WriterChains chains;
    private final FigureWriter figures;
    private final InstantSource clock;

    /**
     * Takes the connection over, once this has returned.
     *
     * @param sealer for nobody else's use
     */
    AuditWriter(Connection connection, Sealer sealer, InstantSource clock) throws SQLException {
        this.connection = connection;
        this.sealer = sealer;
        this.clock = clock;
        this.figures = new FigureWriter(connection);
        this.chains = new WriterChains(connection, sealer);
        // Immediate: a transaction that begins by reading can't always become a writing one.
        this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
        this.commit = connection.prepareStatement("COMMIT");
        this.takeMarks = connection.prepareStatement(TAKE_MARKS);
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
        chains.begin();
        figures.begin();
        if (!calls.isEmpty()) {
            writeCalls(calls);
        }
        for (AuditEvent.Noted noted : notes) {
            insert(noted);
        }
        figures.end(clock.instant());
        chains.end();
        commit.execute();
    }

    private void writeCalls(Map<String, Call> calls) throws SQLException {
        boolean anyEarly = number(ANY_EARLY) != 0;
        long mark = markBefore(calls.size());
        for (Map.Entry<String, Call> entry : calls.entrySet()) {
            mark++;
            AuditEvent.CallDecided decided = entry.getValue().decided;
            AuditEvent.CallSettled settled = entry.getValue().settled;
            // An outcome that came before its decision is the first, and stays.
            if (decided != null && insert(decided, anyEarly ? null : settled, mark)) {
                if (!anyEarly) {
                    continue;
                }
                applyEarlyOutcome(entry.getKey());
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
        @Nullable Object[] columns = EventColumns.of(decided, sealer);
        String writer = writer(columns);
        Link end = chains.next(writer, Purpose.DECIDED, columns);
        int at = bind(insertCall, 1, columns);
        at = bind(insertCall, at, decided.arguments(), end);
        insertCall.setLong(at++, mark);
        CallDecision decision = decided.basis().decision();
        if (settled == null || decision.isFinal()) {
            insertCall.setString(at++, decision.statusUntilSettled().word());
            for (; at <= PARAMETERS_OF_CALL; at++) {
                insertCall.setObject(at, null);
            }
        } else {
            @Nullable Object[] outcome = EventColumns.of(settled, sealer);
            end = chains.behind(end, Purpose.SETTLED, outcome);
            at = bind(insertCall, at, Arrays.copyOfRange(outcome, 2, outcome.length));
            bind(insertCall, at, settled.result(), end);
        }
        boolean stored = insertCall.executeUpdate() > 0;
        if (stored) {
            chains.stored(writer, end);
            count(decided, decision.isFinal() ? null : settled);
        }
        return stored;
    }

    private void settle(AuditEvent.CallSettled settled, long mark) throws SQLException {
        @Nullable Object[] columns = EventColumns.of(settled, sealer);
        String writer = writer(columns);
        Link place = chains.next(writer, Purpose.SETTLED, columns);
        int at = bind(settleCall, bind(settleCall, 1, columns), settled.result(), place);
        settleCall.setLong(at, mark);
        if (settled(settleCall, settled.status().word(), settled.latencyNanos())) {
            chains.stored(writer, place);
            return;
        }
        // Settled already, or refused, or its decision is still to come.
        bind(keepOutcome, bind(keepOutcome, 1, columns), settled.result(), place);
        if (keepOutcome.executeUpdate() > 0) {
            chains.stored(writer, place);
        }
    }

    private void count(AuditEvent.CallDecided decided, AuditEvent.@Nullable CallSettled settled) {
        CallOrigin origin = decided.origin();
        DecisionBasis basis = decided.basis();
        CallStatus status =
                settled == null ? basis.decision().statusUntilSettled() : settled.status();
        figures.stored(
                new CountedCall(
                        decided.time(),
                        origin.server(),
                        origin.tool(),
                        origin.agent(),
                        basis.rule() == null ? "" : basis.rule(),
                        status.word(),
                        basis.decision() != CallDecision.ALLOWED,
                        settled == null ? null : (Long) settled.latencyNanos()));
    }

    /** Runs what gives a call its outcome; tells whether there was one without. */
    private boolean settled(PreparedStatement statement, String status, @Nullable Long latencyNanos)
            throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return false;
            }
            String rule = row.getString("rule");
            figures.ended(
                    new CountedCall(
                            StoredForm.time(row.getString("time")),
                            row.getString("server"),
                            row.getString("tool"),
                            row.getString("agent"),
                            rule == null ? "" : rule,
                            status,
                            false,
                            latencyNanos));
            return true;
        }
    }

    private void applyEarlyOutcome(String decisionId) throws SQLException {
        try (PreparedStatement early =
                connection.prepareStatement(
                        "SELECT status, latency_nanos FROM early_outcomes WHERE decision_id = ?")) {
            early.setString(1, decisionId);
            try (ResultSet row = early.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                String status = row.getString(1);
                long latency = row.getLong(2);
                Long latencyNanos = row.wasNull() ? null : (Long) latency;
                try (PreparedStatement apply = connection.prepareStatement(APPLY_EARLY)) {
                    apply.setString(1, decisionId);
                    settled(apply, status, latencyNanos);
                }
            }
        }
        try (PreparedStatement forget = connection.prepareStatement(FORGET_EARLY)) {
            forget.setString(1, decisionId);
            forget.executeUpdate();
        }
    }

    private void insert(AuditEvent.Noted noted) throws SQLException {
        @Nullable Object[] columns = EventColumns.of(noted);
        String writer = writer(columns);
        Link place = chains.next(writer, Purpose.NOTED, columns);
        bind(insertEvent, bind(insertEvent, 1, columns), place);
        if (insertEvent.executeUpdate() > 0) {
            chains.stored(writer, place);
        }
    }

    private static String writer(@Nullable Object[] columns) {
        return String.valueOf(columns[1]);
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

    /** Each of these gives the number of the parameter that follows. */
    private static int bind(PreparedStatement statement, int from, @Nullable Object[] values)
            throws SQLException {
        int at = from;
        for (Object value : values) {
            statement.setObject(at++, value);
        }
        return at;
    }

    private static int bind(PreparedStatement statement, int at, @Nullable Payload text, Link place)
            throws SQLException {
        statement.setString(at, text == null ? null : text.text());
        return bind(statement, at + 1, place);
    }

    private static int bind(PreparedStatement statement, int at, Link place) throws SQLException {
        statement.setLong(at, place.seq());
        statement.setBytes(at + 1, place.hash());
        return at + 2;
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
