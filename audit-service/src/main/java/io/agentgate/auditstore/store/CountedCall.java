package io.agentgate.auditstore.store;

import io.agentgate.gateway.audit.CallStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What of a call figures are made of, as it is stored.
 *
 * @param time when it was decided
 * @param rule what decided; empty for the default
 * @param latencyNanos null where nobody saw it end
 */
record CountedCall(
        Instant time,
        String server,
        String tool,
        String agent,
        String rule,
        String status,
        @Nullable Long latencyNanos) {
    /** What a statement returns to {@link #of}. */
    static final String RETURNING =
            """
            returning call.decision_id, call.time, call.server, call.tool, call.agent, call.rule,
                      call.status, call.latency_nanos
            """;

    static CountedCall of(ResultSet row) throws SQLException {
        String rule = row.getString("rule");
        String status = row.getString("status");
        long latency = row.getLong("latency_nanos");
        // Of what nobody saw end the time is none.
        boolean timed = !row.wasNull() && !status.equals(CallStatus.UNKNOWN.word());
        return new CountedCall(
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getString("server"),
                row.getString("tool"),
                row.getString("agent"),
                rule == null ? "" : rule,
                status,
                timed ? (Long) latency : null);
    }

    /** The same while it was in progress, as it was counted then. */
    CountedCall inProgress() {
        return new CountedCall(time, server, tool, agent, rule, CallStatus.UNKNOWN.word(), null);
    }
}
