package io.agentgate.auditstore.calls;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The calls as the database has them. */
@ApplicationScoped
class StoredCalls {
    private static final int FETCH = 500;

    private final DataSource database;

    StoredCalls(DataSource database) {
        this.database = database;
    }

    /** Takes one call after the other, and may fail on the way. */
    interface Taker<E extends Exception> {
        void take(Call call) throws E;
    }

    /** The newest calls that match, before a cursor where there is one. */
    List<Call> newest(Filter.Condition condition, Optional<Cursor> before, int limit)
            throws SQLException {
        before.ifPresent(
                cursor ->
                        condition.and(
                                "day <= ? and (time, decision_id) < (?, ?)",
                                cursor.time().atOffset(ZoneOffset.UTC).toLocalDate(),
                                cursor.time().atOffset(ZoneOffset.UTC),
                                cursor.decisionId()));
        String sql =
                "select "
                        + Call.COLUMNS
                        + " from call where "
                        + condition.sql()
                        + " order by time desc, decision_id desc limit ?";
        List<Call> calls = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            int next = condition.bind(ask);
            ask.setInt(next, limit);
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    calls.add(Call.of(rows));
                }
            }
        }
        return calls;
    }

    Optional<Call> byId(String decisionId) throws SQLException {
        String sql = "select " + Call.COLUMNS + " from call where decision_id = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setString(1, decisionId);
            try (ResultSet rows = ask.executeQuery()) {
                return rows.next() ? Optional.of(Call.of(rows)) : Optional.empty();
            }
        }
    }

    /** The events of a call as they came, by their ids. */
    Map<String, String> events(String decisionId) throws SQLException {
        String sql = "select id, body from event where id in (?, ?)";
        Map<String, String> events = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setString(1, decisionId + "/decided");
            ask.setString(2, decisionId + "/settled");
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    events.put(rows.getString("id"), rows.getString("body"));
                }
            }
        }
        return events;
    }

    long count(Filter.Condition condition) throws SQLException {
        String sql = "select count(*) from call where " + condition.sql();
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            condition.bind(ask);
            try (ResultSet rows = ask.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /** All calls that match, oldest first, a few at a time and as of one moment. */
    <E extends Exception> void each(Filter.Condition condition, Taker<E> taker)
            throws SQLException, E {
        String sql =
                "select "
                        + Call.COLUMNS
                        + " from call where "
                        + condition.sql()
                        + " order by time, decision_id";
        try (Connection connection = database.getConnection()) {
            // Without a transaction the driver would fetch everything at once.
            connection.setAutoCommit(false);
            try (PreparedStatement ask = connection.prepareStatement(sql)) {
                ask.setFetchSize(FETCH);
                condition.bind(ask);
                try (ResultSet rows = ask.executeQuery()) {
                    while (rows.next()) {
                        taker.take(Call.of(rows));
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
