package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallEnd;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Redactions;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code calls}, and the call it stands for. */
final class CallRow {
    private CallRow() {}

    /** The call in the current row. Columns go by name: a newer file may have more of them. */
    static CallRecord read(ResultSet row) throws SQLException {
        CallStatus status = StoredForm.status(text(row, "status"));
        return new CallRecord(decision(row), outcome(row, status), status, row.getLong("mark"));
    }

    /** The decision in the current row. */
    static AuditEvent.CallDecided decision(ResultSet row) throws SQLException {
        CallOrigin origin =
                new CallOrigin(
                        text(row, "session"),
                        text(row, "agent"),
                        text(row, "caller"),
                        text(row, "server"),
                        text(row, "tool"),
                        row.getString("request_id"));
        DecisionBasis basis =
                new DecisionBasis(
                        StoredForm.decision(text(row, "decision")),
                        row.getString("rule"),
                        row.getString("reason"),
                        text(row, "revision"),
                        Redactions.ofText(row.getString("arguments_redacted_by")),
                        Evaluation.ofText(row.getString("evaluation")));
        return new AuditEvent.CallDecided(
                text(row, "decision_id"),
                StoredForm.time(text(row, "time")),
                origin,
                basis,
                payload(row, "arguments"));
    }

    private static AuditEvent.@Nullable CallSettled outcome(ResultSet row, CallStatus status)
            throws SQLException {
        String settledAt = row.getString("settled_at");
        if (settledAt == null) {
            return null;
        }
        return new AuditEvent.CallSettled(
                text(row, "decision_id"),
                StoredForm.time(settledAt),
                text(row, "session"),
                new CallEnd(
                        status,
                        row.getString("outcome_reason"),
                        Redactions.ofText(row.getString("result_redacted_by"))),
                row.getLong("latency_nanos"),
                payload(row, "result"));
    }

    /** A payload whose text was dropped keeps its length and its proof. */
    private static @Nullable Payload payload(ResultSet row, String name) throws SQLException {
        long bytes = row.getLong(name + "_bytes");
        if (row.wasNull()) {
            return null;
        }
        String kept = row.getString(name);
        byte[] head = kept == null ? new byte[0] : kept.getBytes(StandardCharsets.UTF_8);
        return new Payload(head, bytes, row.getBytes(name + "_hmac"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            throw new SQLException("a row without " + column);
        }
        return text;
    }
}
