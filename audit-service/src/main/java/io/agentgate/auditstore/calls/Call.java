package io.agentgate.auditstore.calls;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.agentgate.gateway.audit.Redactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as people see it, without what it was about.
 *
 * @param status how it ended; {@code unknown} as long as nobody saw it end
 * @param settledAt when it ended; null while it has not, and for refusals
 * @param argumentsRedactedBy ids of the redact rules that changed the arguments on their way
 * @param resultRedactedBy the same of the answer
 * @param evaluation how the decision came about, an object of JSON; null where nothing was said
 */
public record Call(
        String decisionId,
        Instant time,
        String session,
        String agent,
        String caller,
        String server,
        String tool,
        @Nullable String requestId,
        String decision,
        @Nullable String rule,
        @Nullable String reason,
        String policyRevision,
        String status,
        @Nullable Instant settledAt,
        @Nullable String outcomeReason,
        @Nullable Long latencyNanos,
        @Nullable Long argumentsBytes,
        @Nullable Long resultBytes,
        List<String> argumentsRedactedBy,
        List<String> resultRedactedBy,
        @JsonRawValue @Nullable String evaluation)
        implements Listed {

    static final String COLUMNS =
            """
            decision_id, time, session, agent, caller, server, tool, request_id, decision, rule, \
            reason, policy_revision, status, settled_at, outcome_reason, latency_nanos, \
            arguments_bytes, result_bytes, arguments_redacted_by, result_redacted_by, evaluation\
            """;

    static Call of(ResultSet row) throws SQLException {
        return new Call(
                row.getString("decision_id"),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getString("session"),
                row.getString("agent"),
                row.getString("caller"),
                row.getString("server"),
                row.getString("tool"),
                row.getString("request_id"),
                row.getString("decision"),
                row.getString("rule"),
                row.getString("reason"),
                row.getString("policy_revision"),
                row.getString("status"),
                time(row, "settled_at"),
                row.getString("outcome_reason"),
                number(row, "latency_nanos"),
                number(row, "arguments_bytes"),
                number(row, "result_bytes"),
                Redactions.ofText(row.getString("arguments_redacted_by")).rules(),
                Redactions.ofText(row.getString("result_redacted_by")).rules(),
                row.getString("evaluation"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }
}
