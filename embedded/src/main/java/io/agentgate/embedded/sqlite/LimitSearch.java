package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Charge;
import io.agentgate.gateway.statistics.LimitState;
import io.agentgate.gateway.statistics.Limits;
import io.agentgate.gateway.statistics.Period;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
              charged.value ->> '$.window_seconds'
            FROM calls INDEXED BY calls_by_time,
              json_each(iif(json_valid(evaluation), evaluation, NULL), '$.limits') AS charged
            WHERE time >= ? AND time < ? AND evaluation LIKE '%"limits":%'
              AND charged.type = 'object'
            ORDER BY time DESC\
            """;

    private record Key(String limit, String agent, String tool) {}

    private final Connection connection;
    private final String since;
    private String until;
    private final long budgetNanos;
    private final long begin = System.nanoTime();
    private final Map<Key, LimitState> states = new LinkedHashMap<>();
    private final Map<Key, Charge> charges = new HashMap<>();
    private long leftOut;

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
        List<Charge> most =
                charges.values().stream()
                        .sorted(
                                Comparator.comparingLong(Charge::calls)
                                        .thenComparingLong(Charge::refused)
                                        .reversed()
                                        .thenComparing(Charge::limit)
                                        .thenComparing(Charge::agent)
                                        .thenComparing(Charge::tool))
                        .toList();
        return new Limits(List.copyOf(states.values()), most, leftOut, searchedTo);
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
        String agent = row.getString(2);
        String tool = row.getString(3);
        boolean refused = CallStatus.RATE_LIMITED.word().equals(row.getString(4));
        Key holder = new Key(limit, agent, "");
        if (!states.containsKey(holder) && states.size() < CallStatistics.MAX_NAMES) {
            states.put(
                    holder,
                    new LimitState(
                            limit,
                            agent,
                            tool,
                            row.getLong(6),
                            row.getLong(7),
                            row.getLong(8),
                            StoredForm.time(row.getString(1)),
                            refused));
        }
        Key key = new Key(limit, agent, tool);
        if (!charges.containsKey(key) && charges.size() >= CallStatistics.MAX_NAMES) {
            leftOut++;
            return;
        }
        charges.merge(
                key,
                new Charge(limit, agent, tool, refused ? 0 : 1, refused ? 1 : 0),
                (one, other) ->
                        new Charge(
                                limit,
                                agent,
                                tool,
                                one.calls() + other.calls(),
                                one.refused() + other.refused()));
    }
}
