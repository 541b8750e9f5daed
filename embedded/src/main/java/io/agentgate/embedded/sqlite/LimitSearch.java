package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.ChargedLimit;
import io.agentgate.gateway.statistics.LimitCount;
import io.agentgate.gateway.statistics.Limits;
import io.agentgate.gateway.statistics.Period;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What evaluations say of limits, from the newest backwards in small steps, as far as that goes in
 * a time.
 */
final class LimitSearch {
    /** Rows of a step, which takes some milliseconds. */
    private static final int STEP = 2_048;

    private static final String END =
            """
            SELECT time FROM calls INDEXED BY calls_by_time WHERE time >= ? AND time < ?
            ORDER BY time DESC LIMIT 1 OFFSET ?\
            """;

    /** Whoever can write to the store can write anything there: what is no JSON says nothing. */
    private static final String LIMITS =
            """
            SELECT time, agent, tool, status, charged.value ->> '$.limit',
              charged.value ->> '$.left', charged.value ->> '$.capacity',
              charged.value ->> '$.window_seconds', charged.value ->> '$.cost'
            FROM calls INDEXED BY calls_by_time,
              json_each(iif(json_valid(evaluation), evaluation, NULL), '$.limits') AS charged
            WHERE time >= ? AND time < ? AND evaluation LIKE '%"limits":%'
              AND charged.type = 'object'
            ORDER BY time DESC\
            """;

    private final Connection connection;
    private final String since;
    private String until;
    private final long budgetNanos;
    private final long begin = System.nanoTime();
    private final LimitCount count = new LimitCount();

    LimitSearch(Connection connection, Period period, Duration budget) {
        this.connection = connection;
        this.since = StoredForm.time(period.since());
        this.until = StoredForm.time(period.until());
        this.budgetNanos = budget.toNanos();
    }

    Limits run() throws SQLException {
        Instant searchedTo = null;
        String end = end();
        look(end == null ? since : end);
        while (end != null) {
            until = end;
            if (System.nanoTime() - begin > budgetNanos) {
                searchedTo = StoredForm.time(end);
                break;
            }
            end = end();
            look(end == null ? since : end);
        }
        return count.limits(searchedTo);
    }

    /** Where the next step ends; null where that is the beginning of the period. */
    private @Nullable String end() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setString(1, since);
            statement.setString(2, until);
            statement.setInt(3, STEP - 1);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private void look(String from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LIMITS)) {
            statement.setString(1, from);
            statement.setString(2, until);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String limit = row.getString(5);
                    if (limit != null) {
                        take(row, limit);
                    }
                }
            }
        }
    }

    private void take(ResultSet row, String limit) throws SQLException {
        count.add(
                StoredForm.time(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                new ChargedLimit(
                        limit,
                        row.getLong(7),
                        row.getLong(6),
                        Duration.ofSeconds(row.getLong(8)),
                        Math.max(1, row.getLong(9))));
    }
}
