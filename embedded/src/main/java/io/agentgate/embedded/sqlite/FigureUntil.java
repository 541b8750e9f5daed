package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.statistics.FigureLevel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far minutes are summed up to hours, and hours to days: whatever was decided before is there
 * in all of them, and what came later in minutes only. So most calls are written once.
 *
 * @param hour no hour that begins then or later has figures, in seconds since 1970
 * @param day the same of days; not after {@code hour}
 */
record FigureUntil(long hour, long day) {
    /** Of a file without figures. */
    static final FigureUntil NOTHING = new FigureUntil(0, 0);

    static FigureUntil read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT hour, day FROM figures_until")) {
            return row.next() ? new FigureUntil(row.getLong(1), row.getLong(2)) : NOTHING;
        }
    }

    /** Sums up all hours and days that are over at a time, within a transaction. */
    FigureUntil close(Connection connection, long now) throws SQLException {
        long newHour = Math.max(hour, FigureLevel.HOUR.floor(now));
        long newDay = Math.max(day, FigureLevel.DAY.floor(newHour));
        FigureUntil closed = new FigureUntil(newHour, newDay);
        if (closed.equals(this)) {
            return this;
        }
        sum(connection, FigureLevel.MINUTE, FigureLevel.HOUR, hour, newHour);
        sum(connection, FigureLevel.HOUR, FigureLevel.DAY, day, newDay);
        closed.write(connection);
        return closed;
    }

    /** Begins days anew from one on, whose figures are gone. */
    FigureUntil withoutDaysFrom(Connection connection, long first) throws SQLException {
        FigureUntil reopened = new FigureUntil(hour, Math.min(day, first));
        reopened.write(connection);
        return reopened;
    }

    private void write(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE figures_until SET hour = ?, day = ?")) {
            statement.setLong(1, hour);
            statement.setLong(2, day);
            statement.executeUpdate();
        }
    }

    /** The names with the most calls are told apart, as many as a level has room for. */
    private static void sum(
            Connection connection, FigureLevel from, FigureLevel to, long first, long end)
            throws SQLException {
        if (first >= end) {
            return;
        }
        List<String> sums = FigureWriter.SUMS;
        String kinds =
                Arrays.stream(FigureKind.values())
                        .map(kind -> "'" + kind.word() + "'")
                        .collect(Collectors.joining(", "));
        String sql =
                "INSERT INTO figures (level, kind, start, "
                        + FigureSeries.COLUMNS
                        + ", "
                        + String.join(", ", sums)
                        + ", last_seen) WITH short AS (SELECT *, start - start % "
                        + to.seconds()
                        + " AS at FROM figures WHERE level = "
                        + from.seconds()
                        + " AND kind IN ("
                        + kinds
                        + ") AND start >= ? AND start < ? AND calls > 0), names AS (SELECT kind,"
                        + " at, server, name, kind IN ('tool', 'agent') AND row_number() OVER"
                        + " (PARTITION BY kind, at ORDER BY sum(calls) DESC, name) > "
                        + to.most()
                        + " AS beyond FROM short WHERE NOT folded GROUP BY kind, at, server, name)"
                        + " SELECT "
                        + to.seconds()
                        + ", kind, at, server, iif(beyond, '', name) AS a_name, status, refused,"
                        + " folded OR ifnull(beyond, 0) AS fold, "
                        + sums.stream()
                                .map(sum -> "sum(" + sum + ")")
                                .collect(Collectors.joining(", "))
                        + ", max(last_seen) FROM short LEFT JOIN names USING (kind, at, server,"
                        + " name) GROUP BY kind, at, server, a_name, status, refused, fold";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, first);
            statement.setLong(2, end);
            statement.executeUpdate();
        }
    }
}
