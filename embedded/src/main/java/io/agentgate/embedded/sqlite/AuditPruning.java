package io.agentgate.embedded.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** One transaction that removes the oldest rows. Their room in the file is used again. */
final class AuditPruning {
    /** An open call's outcome is still to come, and would find nothing to settle. */
    private static final String CLOSED = "NOT (settled_at IS NULL AND decision = 'allowed')";

    private final Connection connection;
    private final String before;
    private final long maxRows;
    private final int most;

    AuditPruning(Connection connection, Instant before, long maxRows, int most) {
        this.connection = connection;
        this.before = StoredForm.time(before);
        this.maxRows = maxRows;
        this.most = most;
    }

    /** How many rows were removed. After an exception the connection is to be closed. */
    int run() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            int removed = remove("calls", CLOSED) + remove("events", "TRUE");
            statement.execute("DELETE FROM early_outcomes WHERE settled_at < '" + before + "'");
            statement.execute("COMMIT");
            return removed;
        }
    }

    private int remove(String table, String condition) throws SQLException {
        int old = delete(table, condition + " AND time < '" + before + "'", most);
        long excess = Math.min(most - old, count(table) - maxRows);
        return excess <= 0 ? old : old + delete(table, condition, excess);
    }

    private int delete(String table, String condition, long limit) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM "
                                + table
                                + " WHERE rowid IN (SELECT rowid FROM "
                                + table
                                + " WHERE "
                                + condition
                                + " ORDER BY time LIMIT ?)")) {
            delete.setLong(1, limit);
            return delete.executeUpdate();
        }
    }

    private long count(String table) throws SQLException {
        if (maxRows == Long.MAX_VALUE) {
            return 0;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
