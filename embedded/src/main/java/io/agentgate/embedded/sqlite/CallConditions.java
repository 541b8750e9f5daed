package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallStatus;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a row of {@code calls}, and the values that stand in it. */
final class CallConditions {
    private static final String REASON =
            "coalesce(CASE WHEN settled_at IS NULL THEN reason"
                    + " ELSE coalesce(outcome_reason, reason) END, '')";

    /** The cheapest to look at come first. */
    private static final List<String> TEXTS =
            List.of("tool", "server", "agent", REASON, "arguments", "result");

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** Those of no row yet. */
    CallConditions() {}

    /** These, to be added to. */
    CallConditions copy() {
        CallConditions copy = new CallConditions();
        copy.sql.append(sql);
        copy.values.addAll(values);
        return copy;
    }

    boolean isEmpty() {
        return sql.isEmpty();
    }

    CallConditions and(String condition, Object... parameters) {
        sql.append(" AND ").append(condition);
        values.addAll(List.of(parameters));
        return this;
    }

    CallConditions and(CallFilter filter) {
        return and(condition(filter), value(filter));
    }

    private static String condition(CallFilter filter) {
        String column =
                switch (filter.field()) {
                    case TOOL -> "tool";
                    case SERVER -> "server";
                    case AGENT -> "agent";
                    case CALLER -> "caller";
                    case SESSION -> "session";
                    case STATUS -> "status";
                    case RULE -> "coalesce(rule, '')";
                    case REASON -> REASON;
                    case REDACTED_BY ->
                            "trim(coalesce(arguments_redacted_by, '') || char(10)"
                                    + " || coalesce(result_redacted_by, ''), char(10))";
                };
        return switch (filter.match()) {
            case EQUAL -> column + " = ?";
            case NOT_EQUAL -> column + " <> ?";
            case CONTAINS -> "instr(" + column + ", ?) > 0";
            case PATTERN -> column + " GLOB ?";
            case NOT_PATTERN -> column + " NOT GLOB ?";
        };
    }

    /** GLOB has more wildcards than ours: alone in a bracket each stands for itself. */
    private static String value(CallFilter filter) {
        return switch (filter.match()) {
            case PATTERN, NOT_PATTERN ->
                    filter.value().replaceAll("[?\\[]", "[$0]").replaceAll("\\*+", "*");
            case EQUAL, NOT_EQUAL, CONTAINS -> filter.value();
        };
    }

    /**
     * A text is somewhere in the row, whatever the case of its letters. SQLite knows that of ASCII
     * only: what is beyond it may be anything here, and is for {@link FoundText} to look at again.
     */
    CallConditions andText(String text) {
        StringBuilder pattern = new StringBuilder("%");
        text.codePoints()
                .forEach(
                        character -> {
                            if (character >= 0x80) {
                                pattern.append('_');
                            } else {
                                if (character == '%' || character == '_' || character == '\\') {
                                    pattern.append('\\');
                                }
                                pattern.append((char) character);
                            }
                        });
        pattern.append('%');
        String alike = " LIKE ? ESCAPE '\\'";
        return and(
                "(" + String.join(alike + " OR ", TEXTS) + alike + ")",
                TEXTS.stream().map(column -> (Object) pattern.toString()).toArray());
    }

    CallConditions and(CallConditions others) {
        sql.append(others.sql);
        values.addAll(others.values);
        return this;
    }

    /** The call is known to have taken so long. */
    CallConditions andLatency(long leastNanos) {
        return and(
                "latency_nanos >= ? AND status <> '" + CallStatus.UNKNOWN.word() + "'", leastNanos);
    }

    /** The condition, to be put behind another one. */
    String sql() {
        return sql.toString();
    }

    /** Sets the values, which are the first of the statement; gives the next place. */
    int bind(PreparedStatement statement) throws SQLException {
        int at = 1;
        for (Object value : values) {
            statement.setObject(at++, value);
        }
        return at;
    }
}
