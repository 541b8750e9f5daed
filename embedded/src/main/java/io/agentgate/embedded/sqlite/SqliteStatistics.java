package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Figures;
import io.agentgate.gateway.statistics.Overview;
import io.agentgate.gateway.statistics.Refusals;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Figures of a SQLite file, read anew each time while others write to it. Thread safe. */
public final class SqliteStatistics implements CallStatistics {
    private static final int MINUTES = 60;

    /** {@code 2026-11-20T12:00} of a stored time. */
    private static final int MINUTE_LENGTH = 16;

    private static final String TOTALS =
            "SELECT count(*), coalesce(sum(status = 'denied'), 0), avg(latency_nanos) FROM calls";
    private static final String BY_MINUTE =
            "SELECT substr(time, 1, "
                    + MINUTE_LENGTH
                    + ") AS minute, count(*) FROM calls WHERE time >= ? GROUP BY minute";
    private static final String REFUSALS =
            """
            SELECT rule, status, count(*) AS calls, max(time) AS last_seen FROM calls
            WHERE decision <> 'allowed' GROUP BY rule, status
            ORDER BY calls DESC, rule LIMIT ?\
            """;

    private final SqliteDatabase database;
    private @Nullable Connection connection;
    private @Nullable Object openFile;

    public SqliteStatistics(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public Overview overview(Instant now) throws AuditLogException {
        return ask(open -> overview(open, now), overview(0, 0, null, Map.of(), now));
    }

    private static Overview overview(Connection open, Instant now) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        try (PreparedStatement statement = open.prepareStatement(BY_MINUTE)) {
            statement.setString(1, StoredForm.time(firstMinute(now)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        try (PreparedStatement statement = open.prepareStatement(TOTALS);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return overview(row.getLong(1), row.getLong(2), average(row, 3), counts, now);
        }
    }

    private static Instant firstMinute(Instant now) {
        return now.truncatedTo(ChronoUnit.MINUTES).minus(MINUTES - 1, ChronoUnit.MINUTES);
    }

    private static Overview overview(
            long calls,
            long denials,
            @Nullable Double average,
            Map<String, Long> counts,
            Instant now) {
        List<Overview.Minute> lastHour = new ArrayList<>(MINUTES);
        for (int i = 0; i < MINUTES; i++) {
            Instant start = firstMinute(now).plus(i, ChronoUnit.MINUTES);
            String minute = StoredForm.time(start).substring(0, MINUTE_LENGTH);
            lastHour.add(new Overview.Minute(start, counts.getOrDefault(minute, 0L)));
        }
        return new Overview(calls, denials, average, lastHour);
    }

    @Override
    public List<Figures> tools() throws AuditLogException {
        return ask(open -> figures(open, "tool"), List.of());
    }

    @Override
    public List<Figures> agents() throws AuditLogException {
        return ask(open -> figures(open, "agent"), List.of());
    }

    private static List<Figures> figures(Connection open, String column) throws SQLException {
        String sql =
                """
                SELECT %1$s, count(*) AS calls, sum(status = 'error'), sum(status = 'denied'),
                       avg(latency_nanos), max(time)
                FROM calls GROUP BY %1$s ORDER BY calls DESC, %1$s LIMIT ?\
                """
                        .formatted(column);
        try (PreparedStatement statement = open.prepareStatement(sql)) {
            statement.setInt(1, MAX_NAMES);
            List<Figures> figures = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    figures.add(
                            new Figures(
                                    rows.getString(1),
                                    rows.getLong(2),
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    average(rows, 5),
                                    StoredForm.time(rows.getString(6))));
                }
            }
            return figures;
        }
    }

    private static @Nullable Double average(ResultSet row, int column) throws SQLException {
        double average = row.getDouble(column);
        return row.wasNull() ? null : (Double) average;
    }

    @Override
    public List<Refusals> refusals() throws AuditLogException {
        return ask(SqliteStatistics::refusals, List.of());
    }

    private static List<Refusals> refusals(Connection open) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(REFUSALS)) {
            statement.setInt(1, MAX_NAMES);
            List<Refusals> refusals = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    refusals.add(
                            new Refusals(
                                    rows.getString(1),
                                    StoredForm.status(rows.getString(2)),
                                    rows.getLong(3),
                                    StoredForm.time(rows.getString(4))));
                }
            }
            return refusals;
        }
    }

    /** A question to the file. */
    private interface Question<A> {
        A to(Connection open) throws SQLException;
    }

    private synchronized <A> A ask(Question<A> question, A ofNothing) throws AuditLogException {
        try {
            Connection open = open();
            return open == null ? ofNothing : question.to(open);
        } catch (SQLException | IOException notRead) {
            letGo(notRead);
            throw new AuditLogException(database.explain(notRead), notRead);
        }
    }

    private @Nullable Connection open() throws SQLException, IOException {
        Object file = database.identity();
        if (connection != null && !Objects.equals(file, openFile)) {
            letGo(new IOException("another file"));
        }
        if (connection == null) {
            connection = database.openToRead();
            openFile = file;
        }
        return connection;
    }

    private void letGo(Exception reason) {
        Connection open = connection;
        connection = null;
        if (open != null) {
            SqliteDatabase.closeAfter(reason, open);
        }
    }

    @Override
    public synchronized void close() {
        letGo(new IOException("closing"));
    }
}
