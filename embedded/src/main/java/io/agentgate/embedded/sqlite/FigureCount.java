package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.statistics.FigureLevel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The figures of calls that are stored already: counted once when a file got the table, and again
 * for the days on which a program of an older version wrote, which knows nothing of it. Such a
 * program takes marks, too, and {@code change_mark.counted} stays behind {@code value} then.
 */
final class FigureCount {
    /** The version of the schema that brought the table. */
    static final int VERSION = 6;

    /** Seconds since 1970, and a level by its seconds; nanoseconds; b1 to b16 are the buckets. */
    static final String TABLE =
            """
            CREATE TABLE figures (
              level     INTEGER NOT NULL,
              kind      TEXT NOT NULL,
              start     INTEGER NOT NULL,
              server    TEXT NOT NULL,
              name      TEXT NOT NULL,
              status    TEXT NOT NULL,
              refused   INTEGER NOT NULL,
              folded    INTEGER NOT NULL,
              calls     INTEGER NOT NULL,
              nanos     INTEGER NOT NULL,
              b1 INTEGER NOT NULL, b2 INTEGER NOT NULL, b3 INTEGER NOT NULL, b4 INTEGER NOT NULL,
              b5 INTEGER NOT NULL, b6 INTEGER NOT NULL, b7 INTEGER NOT NULL, b8 INTEGER NOT NULL,
              b9 INTEGER NOT NULL, b10 INTEGER NOT NULL, b11 INTEGER NOT NULL,
              b12 INTEGER NOT NULL, b13 INTEGER NOT NULL, b14 INTEGER NOT NULL,
              b15 INTEGER NOT NULL, b16 INTEGER NOT NULL,
              last_seen TEXT NOT NULL,
              PRIMARY KEY (level, kind, start, server, name, status, refused, folded)
            ) WITHOUT ROWID\
            """;

    /** One row, see {@link FigureUntil}. */
    static final String UNTIL =
            "CREATE TABLE figures_until (hour INTEGER NOT NULL, day INTEGER NOT NULL)";

    private static final String FIRST =
            """
            SELECT min(time) FROM calls INDEXED BY calls_by_mark
            WHERE mark > (SELECT counted FROM change_mark)\
            """;

    private static final String CALLS =
            """
            SELECT time, server, tool, agent, coalesce(rule, ''), status, decision <> 'allowed',
              latency_nanos
            FROM calls INDEXED BY calls_by_time WHERE time >= ? ORDER BY time\
            """;

    /** How many calls are summed up before the sums are written. */
    private static final int BATCH = 10_000;

    private FigureCount() {}

    /** Counts again what an older program wrote since it was last looked at. */
    static void catchUp(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!isBehind(statement)) {
                return;
            }
            statement.execute("BEGIN IMMEDIATE");
            // Looked at again under the write lock: somebody else may have been quicker.
            if (isBehind(statement)) {
                count(connection);
                statement.execute("UPDATE change_mark SET counted = value");
            }
            statement.execute("COMMIT");
        }
    }

    private static boolean isBehind(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT counted <> value FROM change_mark")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void count(Connection connection) throws SQLException {
        String first = first(connection);
        if (first == null) {
            return;
        }
        Instant day = Instant.ofEpochSecond(FigureLevel.DAY.start(StoredForm.time(first)));
        try (PreparedStatement forget =
                connection.prepareStatement("DELETE FROM figures WHERE start >= ?")) {
            forget.setLong(1, day.getEpochSecond());
            forget.executeUpdate();
        }
        Instant now = Instant.now();
        FigureWriter figures = new FigureWriter(connection);
        figures.withoutDaysFrom(day.getEpochSecond());
        try (PreparedStatement calls = connection.prepareStatement(CALLS)) {
            calls.setString(1, StoredForm.time(day));
            try (ResultSet row = calls.executeQuery()) {
                for (int counted = 1; row.next(); counted++) {
                    figures.stored(read(row));
                    if (counted % BATCH == 0) {
                        figures.end(now);
                    }
                }
            }
        }
        figures.end(now);
        figures.closeDays(now);
    }

    private static @Nullable String first(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FIRST)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static CountedCall read(ResultSet row) throws SQLException {
        long latency = row.getLong(8);
        Long latencyNanos = row.wasNull() ? null : (Long) latency;
        return new CountedCall(
                StoredForm.time(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7),
                latencyNanos);
    }
}
