package io.agentgate.auditstore.calls;

import io.agentgate.auditstore.problem.Refusal;
import io.agentgate.gateway.audit.CallStatus;
import jakarta.ws.rs.QueryParam;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which calls are asked for, as the query parameters say. */
public class Filter {
    private static final int MAX_TEXT = 256;

    @QueryParam("server")
    @Nullable String server;

    @QueryParam("tool")
    @Nullable String tool;

    @QueryParam("agent")
    @Nullable String agent;

    @QueryParam("caller")
    @Nullable String caller;

    @QueryParam("session")
    @Nullable String session;

    @QueryParam("status")
    @Nullable String status;

    @QueryParam("since")
    @Nullable String since;

    @QueryParam("until")
    @Nullable String until;

    /** A condition with its parameters, to be put behind {@code where}. */
    static final class Condition {
        private final StringBuilder sql = new StringBuilder("true");
        private final List<Object> values = new ArrayList<>();

        void and(String text, Object... parameters) {
            sql.append(" and ").append(text);
            values.addAll(List.of(parameters));
        }

        String sql() {
            return sql.toString();
        }

        /** Sets the parameters, which are the first of the statement; gives the next index. */
        int bind(PreparedStatement statement) throws SQLException {
            int next = 1;
            for (Object value : values) {
                statement.setObject(next++, value);
            }
            return next;
        }
    }

    /** The condition; refuses parameters that cannot be meant. */
    Condition condition() {
        Condition condition = new Condition();
        equal(condition, "server", server);
        equal(condition, "tool", tool);
        equal(condition, "agent", agent);
        equal(condition, "caller", caller);
        equal(condition, "session", session);
        if (status != null && CallStatus.ofWord(status).isEmpty()) {
            throw Refusal.invalid("status", "is no status of a call");
        }
        equal(condition, "status", status);
        if (since != null) {
            OffsetDateTime from = time("since", since);
            // The day tells Postgres which partitions it need not look at.
            condition.and("day >= ? and time >= ?", day(from), from);
        }
        if (until != null) {
            OffsetDateTime to = time("until", until);
            condition.and("day <= ? and time < ?", day(to), to);
        }
        return condition;
    }

    private static void equal(Condition condition, String column, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
            throw Refusal.invalid(column, "has more than " + MAX_TEXT + " characters, or a NUL");
        }
        condition.and(column + " = ?", value);
    }

    private static OffsetDateTime time(String name, String value) {
        try {
            return Instant.parse(value).atOffset(ZoneOffset.UTC);
        } catch (DateTimeException notTime) {
            throw Refusal.invalid(name, "is not a time such as 2026-11-26T12:00:00Z");
        }
    }

    private static LocalDate day(OffsetDateTime time) {
        return time.toLocalDate();
    }
}
