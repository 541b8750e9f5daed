package io.agentgate.auditstore.calls;

import io.agentgate.auditstore.problem.AskedTime;
import io.agentgate.auditstore.problem.Refusal;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallFilter.Field;
import io.agentgate.gateway.audit.CallFilter.Match;
import io.agentgate.gateway.audit.CallStatus;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which calls are asked for, as the query parameters say. */
public class Filter {
    private static final int MAX_TEXT = 256;

    /** Those behind the point of a millisecond. */
    private static final int NANO_DIGITS = 6;

    /** Why a call was refused, or how it ended. */
    static final String REASON = "coalesce(outcome_reason, reason, '')";

    private static final String REDACTED_BY =
            "concat_ws(chr(10), arguments_redacted_by, result_redacted_by)";

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

    @QueryParam("rule")
    @Nullable String rule;

    @QueryParam("reason")
    @Nullable String reason;

    @QueryParam("redacted_by")
    @Nullable String redactedBy;

    @QueryParam("text")
    @Nullable String text;

    @QueryParam("min_latency_ms")
    @Nullable String minLatency;

    @QueryParam("since")
    @Nullable String since;

    @QueryParam("until")
    @Nullable String until;

    /** A condition with its parameters, to be put behind {@code where}. */
    static final class Condition {
        private final StringBuilder sql = new StringBuilder("true");
        private final List<Object> values = new ArrayList<>();

        private boolean passes;

        Condition and(String text, Object... parameters) {
            sql.append(" and (").append(text).append(')');
            values.addAll(List.of(parameters));
            return this;
        }

        /** No index finds what this asks for: others are passed over. */
        void passOver() {
            passes = true;
        }

        boolean passesOver() {
            return passes;
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
        return condition(null, null);
    }

    /** The same, where all calls in question are of these days. */
    Condition condition(@Nullable LocalDate first, @Nullable LocalDate last) {
        Condition condition = new Condition();
        named(condition, Field.SERVER, "server", server);
        named(condition, Field.TOOL, "tool", tool);
        named(condition, Field.AGENT, "agent", agent);
        named(condition, Field.CALLER, "caller", caller);
        named(condition, Field.SESSION, "session", session);
        named(condition, Field.STATUS, "status", status);
        named(condition, Field.RULE, "coalesce(rule, '')", rule);
        part(condition, "reason", REASON, reason);
        part(condition, "redacted_by", REDACTED_BY, redactedBy);
        if (minLatency != null) {
            condition
                    .and("latency_nanos >= ? and status <> 'unknown'", nanos(minLatency))
                    .passOver();
        }
        if (text != null && !text.isEmpty()) {
            require("text", text);
            SoughtText.restrict(condition, text, first, last);
        }
        within(condition);
        return condition;
    }

    /** What an index finds, of which the rest of the calls is a part. */
    Condition way() {
        Condition condition = new Condition();
        along(condition, Field.SESSION, session);
        along(condition, Field.AGENT, agent);
        along(condition, Field.RULE, rule);
        within(condition);
        return condition;
    }

    private static void along(Condition condition, Field field, @Nullable String value) {
        if (value != null && isIndexed(CallFilter.asked(field, value))) {
            condition.and(field.word() + " = ?", value);
        }
    }

    private void within(Condition condition) {
        if (since != null) {
            OffsetDateTime from = time("since", since);
            // The day tells Postgres which partitions it need not look at.
            condition.and("day >= ? and time >= ?", day(from), from);
        }
        if (until != null) {
            OffsetDateTime to = time("until", until);
            condition.and("day <= ? and time < ?", day(to), to);
        }
    }

    /** The text that is sought anywhere in a call; null for none. */
    @Nullable String text() {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Whether nothing has to be passed over on the way that {@link #way} describes. */
    boolean isDirect() {
        return !condition().passesOver();
    }

    /** An index has the calls of one session, agent or rule in the order of time. */
    private static boolean isIndexed(CallFilter filter) {
        return filter.match() == Match.EQUAL
                && switch (filter.field()) {
                    case SESSION, AGENT -> true;
                    case RULE -> !filter.value().isEmpty();
                    case SERVER, TOOL, CALLER, STATUS, REASON, REDACTED_BY -> false;
                };
    }

    private static void named(
            Condition condition, Field field, String column, @Nullable String value) {
        if (value == null) {
            return;
        }
        require(field.word(), value);
        CallFilter filter = CallFilter.asked(field, value);
        boolean exact = filter.match() == Match.EQUAL || filter.match() == Match.NOT_EQUAL;
        if (field == Field.STATUS && exact && CallStatus.ofWord(filter.value()).isEmpty()) {
            throw Refusal.invalid("status", "is no status of a call");
        }
        String wanted = exact ? filter.value() : like(filter.value());
        String comparison =
                switch (filter.match()) {
                    case EQUAL -> " = ?";
                    case NOT_EQUAL -> " <> ?";
                    case PATTERN -> " like ?";
                    case NOT_PATTERN -> " not like ?";
                    case CONTAINS -> throw new IllegalStateException("nobody asks by a part");
                };
        if (isIndexed(filter)) {
            condition.and(field.word() + " = ?", filter.value());
        } else {
            condition.and(column + comparison, wanted).passOver();
        }
    }

    /** Our only wildcard in the words of SQL, which has two others. */
    private static String like(String pattern) {
        return escaped(pattern).replace('*', '%');
    }

    /** A text that stands for itself in a pattern of SQL. */
    static String escaped(String text) {
        return text.replaceAll("[\\\\%_]", "\\\\$0");
    }

    private static void part(
            Condition condition, String name, String column, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            require(name, value);
            condition.and("strpos(" + column + ", ?) > 0", value).passOver();
        }
    }

    private static void require(String name, String value) {
        if (value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
            throw Refusal.invalid(name, "has more than " + MAX_TEXT + " characters, or a NUL");
        }
    }

    private static long nanos(String millis) {
        if (!millis.matches("\\d{1,9}(\\.\\d{1,6})?")) {
            throw Refusal.invalid("min_latency_ms", "is not a number from 0 to 999999999");
        }
        return new BigDecimal(millis).movePointRight(NANO_DIGITS).longValueExact();
    }

    private static OffsetDateTime time(String name, String value) {
        return AskedTime.of(name, value).atOffset(ZoneOffset.UTC);
    }

    private static LocalDate day(OffsetDateTime time) {
        return time.toLocalDate();
    }
}
