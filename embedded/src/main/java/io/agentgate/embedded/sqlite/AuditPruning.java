package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.statistics.FigureLevel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * One transaction that removes the oldest rows, and seals which places of the chains went with
 * them. Their room in the file is used again.
 */
final class AuditPruning {
    /** An open call's outcome is still to come, and would find nothing to settle. */
    private static final String CLOSED = "NOT (settled_at IS NULL AND decision = 'allowed')";

    private static final String PLACES_OF_CALL =
            " RETURNING writer, decided_seq, decided_link, settled_seq, settled_link, time";
    private static final String PLACE = " RETURNING writer, seq, link, ''";

    private final Connection connection;
    private final PrunedPlaces places;
    private final String before;
    private final long maxRows;
    private final int most;

    /** When the newest of the calls that went was decided; empty if none did. */
    private String newest = "";

    AuditPruning(Connection connection, Sealer sealer, Instant before, long maxRows, int most) {
        this.connection = connection;
        this.places = new PrunedPlaces(connection, sealer);
        this.before = StoredForm.time(before);
        this.maxRows = maxRows;
        this.most = most;
    }

    /** How many rows were removed. After an exception the connection is to be closed. */
    int run() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            int removed = remove("calls", CLOSED, PLACES_OF_CALL) + remove("events", "TRUE", PLACE);
            delete("early_outcomes", "settled_at < '" + before + "'", "settled_at", PLACE, most);
            places.seal();
            dropFigures(statement);
            statement.execute("COMMIT");
            return removed;
        }
    }

    private int remove(String table, String condition, String returning) throws SQLException {
        String old = condition + " AND time < '" + before + "'";
        int removed = delete(table, old, "time", returning, most);
        long excess = Math.min(most - removed, count(table) - maxRows);
        return excess <= 0
                ? removed
                : removed + delete(table, condition, "time", returning, excess);
    }

    private int delete(String table, String condition, String order, String returning, long limit)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM "
                                + table
                                + " WHERE rowid IN (SELECT rowid FROM "
                                + table
                                + " WHERE "
                                + condition
                                + " ORDER BY "
                                + order
                                + " LIMIT ?)"
                                + returning)) {
            delete.setLong(1, limit);
            int rows = 0;
            try (ResultSet removed = delete.executeQuery()) {
                int columns = removed.getMetaData().getColumnCount();
                while (removed.next()) {
                    rows++;
                    for (int column = 2; column + 1 < columns; column += 2) {
                        takePlace(removed, column);
                    }
                    String time = removed.getString(columns);
                    newest = time.compareTo(newest) > 0 ? time : newest;
                }
            }
            return rows;
        }
    }

    /** Those of minutes, hours and days that are before the newest call that went. */
    private void dropFigures(Statement statement) throws SQLException {
        if (newest.isEmpty()) {
            return;
        }
        long second = StoredForm.time(newest).getEpochSecond();
        for (FigureLevel level : FigureLevel.values()) {
            for (FigureKind kind : FigureKind.values()) {
                statement.execute(
                        "DELETE FROM figures WHERE level = "
                                + level.seconds()
                                + " AND kind = '"
                                + kind.word()
                                + "' AND start < "
                                + level.floor(second));
            }
        }
    }

    private void takePlace(ResultSet removed, int column) throws SQLException {
        long seq = removed.getLong(column);
        if (!removed.wasNull()) {
            places.add(removed.getString(1), new Link(seq, removed.getBytes(column + 1)));
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
