package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.statistics.FigureLevel;
import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.LatencyBuckets;
import io.agentgate.gateway.statistics.Named;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.Point;
import io.agentgate.gateway.statistics.Refusals;
import io.agentgate.gateway.statistics.Step;
import io.agentgate.gateway.statistics.Stretch;
import io.agentgate.gateway.statistics.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the table {@code figures}. A period is made of the longest spans that fit: of a month
 * its days, and hours and minutes at its ends only.
 */
final class FigureReader {
    /** Calls, errors, denied, limited, nanoseconds, and each bucket. */
    private static final String SUMS =
            "sum(calls) AS number, "
                    + ofStatus(CallStatus.ERROR)
                    + ", "
                    + ofStatus(CallStatus.DENIED)
                    + ", "
                    + ofStatus(CallStatus.RATE_LIMITED)
                    + ", total(nanos), "
                    + FigureWriter.SUMS.stream()
                            .skip(2)
                            .map(sum -> "sum(" + sum + ")")
                            .collect(Collectors.joining(", "));

    /** Those of one kind between two times. */
    private static final String ROWS =
            " FROM figures WHERE kind = ? AND level = ? AND start >= ? AND start < ?";

    /** After all that is stored. */
    private static final Instant FAR = Instant.ofEpochSecond(253_402_300_800L);

    private final Connection connection;

    FigureReader(Connection connection) {
        this.connection = connection;
    }

    private static String ofStatus(CallStatus status) {
        return "sum(iif(status = '" + status.word() + "', calls, 0))";
    }

    private static Tally tally(ResultSet row, int first) throws SQLException {
        long[] latencies = new long[LatencyBuckets.COUNT];
        for (int bucket = 0; bucket < latencies.length; bucket++) {
            latencies[bucket] = row.getLong(first + 5 + bucket);
        }
        return new Tally(
                row.getLong(first),
                row.getLong(first + 1),
                row.getLong(first + 2),
                row.getLong(first + 3),
                row.getDouble(first + 4),
                latencies);
    }

    /** From the first hour there are figures of. */
    Period all() throws SQLException {
        long first =
                Math.min(
                        first(FigureLevel.HOUR), FigureLevel.HOUR.floor(first(FigureLevel.MINUTE)));
        return new Period(Instant.ofEpochSecond(first), FAR);
    }

    /** Just before {@link #FAR} where there is none. */
    private long first(FigureLevel level) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT min(start) FROM figures WHERE kind = ? AND level = ?")) {
            statement.setString(1, FigureKind.SERVER.word());
            statement.setInt(2, level.seconds());
            try (ResultSet row = statement.executeQuery()) {
                long first = row.next() ? row.getLong(1) : 0;
                return row.wasNull() ? FAR.getEpochSecond() - FigureLevel.HOUR.seconds() : first;
            }
        }
    }

    private List<Stretch> stretches(Period period) throws SQLException {
        FigureUntil until = FigureUntil.read(connection);
        // Before the first one there is they may have been let go.
        long minutes = Math.min(until.hour(), FigureLevel.HOUR.floor(first(FigureLevel.MINUTE)));
        long from = period.since().getEpochSecond();
        from = (from >= minutes ? FigureLevel.MINUTE : FigureLevel.HOUR).floor(from);
        Instant end = period.until();
        long to = end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0);
        to = (to >= minutes ? FigureLevel.MINUTE : FigureLevel.HOUR).ceil(to);
        return stretches(until, from, to, FigureLevel.DAY);
    }

    /** Stretches of a level, and of shorter ones where it is not there or would not fit. */
    private static List<Stretch> stretches(
            FigureUntil until, long from, long to, FigureLevel level) {
        List<Stretch> stretches = new ArrayList<>();
        long days = Math.clamp(until.day(), from, to);
        long hours = Math.clamp(until.hour(), from, to);
        stretches.addAll(Stretch.of(from, days, level));
        stretches.addAll(Stretch.of(days, hours, shorter(level, FigureLevel.HOUR)));
        stretches.addAll(Stretch.of(hours, to, FigureLevel.MINUTE));
        return stretches;
    }

    private static FigureLevel shorter(FigureLevel one, FigureLevel other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    Tally total(Period period) throws SQLException {
        Tally total = Tally.NONE;
        for (Stretch stretch : stretches(period)) {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT " + SUMS + ROWS)) {
                bind(statement, 1, FigureKind.SERVER, stretch);
                try (ResultSet row = statement.executeQuery()) {
                    total = row.next() ? total.plus(tally(row, 1)) : total;
                }
            }
        }
        return total;
    }

    private static int bind(
            PreparedStatement statement, int first, FigureKind kind, Stretch stretch)
            throws SQLException {
        statement.setString(first, kind.word());
        statement.setInt(first + 1, stretch.level().seconds());
        statement.setLong(first + 2, stretch.from());
        statement.setLong(first + 3, stretch.to());
        return first + 4;
    }

    /** Points without calls. */
    static List<Point> empty(Period period, Step step) {
        return Point.all(period, step, Map.of());
    }

    List<Point> series(Period period, Step step, Named named) throws SQLException {
        long from = step.floor(period.since()).getEpochSecond();
        long to = step.ceil(period).getEpochSecond();
        FigureKind kind =
                named.agent() != null
                        ? FigureKind.AGENT
                        : named.tool() != null ? FigureKind.TOOL : FigureKind.SERVER;
        List<String> names = new ArrayList<>();
        StringBuilder sql = new StringBuilder("SELECT start - start % ");
        sql.append(step.seconds()).append(" AS point, ").append(SUMS).append(ROWS);
        restrict(sql, names, "server", named.server());
        restrict(sql, names, "name", named.agent() != null ? named.agent() : named.tool());
        sql.append(" GROUP BY point");
        Map<Long, Tally> tallies = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (Stretch stretch :
                    stretches(FigureUntil.read(connection), from, to, step.level())) {
                int at = bind(statement, 1, kind, stretch);
                for (String name : names) {
                    statement.setString(at++, name);
                }
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        tallies.merge(row.getLong(1), tally(row, 2), Tally::plus);
                    }
                }
            }
        }
        return Point.all(period, step, tallies);
    }

    private static void restrict(
            StringBuilder sql, List<String> names, String column, @Nullable String name) {
        if (name != null) {
            sql.append(" AND ").append(column).append(" = ?");
            if (column.equals("name")) {
                sql.append(" AND NOT folded");
            }
            names.add(name);
        }
    }

    /** The name of a group, and what is beside it. */
    private record Names(@Nullable String name, @Nullable String beside) {}

    private static Names names(FigureKind kind, ResultSet row) throws SQLException {
        String server = row.getString(1);
        String name = row.getBoolean(3) ? null : row.getString(2);
        return switch (kind) {
            case SERVER -> new Names(server, null);
            case TOOL -> new Names(name, server);
            case AGENT -> new Names(name, null);
            case RULE -> new Names(name == null || name.isEmpty() ? null : name, null);
        };
    }

    /**
     * The calls by their names of one kind, most calls first; those of tools by servers, too.
     *
     * @param most most names
     */
    List<Group> by(FigureKind kind, Period period, int most) throws SQLException {
        List<Stretch> stretches = stretches(period);
        if (stretches.isEmpty()) {
            return List.of();
        }
        String rows =
                String.join(
                        " UNION ALL ", Collections.nCopies(stretches.size(), "SELECT *" + ROWS));
        // Those that are not told apart are never among the least.
        String sql =
                "SELECT server, name, folded, max(last_seen), "
                        + SUMS
                        + " FROM ("
                        + rows
                        + ") GROUP BY server, name, folded HAVING number > 0"
                        + " ORDER BY folded DESC, number DESC, name, server LIMIT ?";
        List<Group> groups = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (Stretch stretch : stretches) {
                at = bind(statement, at, kind, stretch);
            }
            statement.setInt(at, most);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Names names = names(kind, row);
                    groups.add(
                            new Group(
                                    names.name(),
                                    names.beside(),
                                    tally(row, 5),
                                    StoredForm.time(row.getString(4)),
                                    List.of()));
                }
            }
        }
        groups.sort(Group.MOST_CALLS_FIRST);
        return groups;
    }

    /** What refused calls, most often first. */
    List<Refusals> refusals(Period period) throws SQLException {
        Map<Names, Refusals> found = new HashMap<>();
        for (Stretch stretch : stretches(period)) {
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "SELECT name, status, sum(calls) AS number, max(last_seen)"
                                    + ROWS
                                    + " AND refused GROUP BY name, status HAVING number > 0")) {
                bind(statement, 1, FigureKind.RULE, stretch);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        String rule = row.getString(1);
                        Refusals refusals =
                                new Refusals(
                                        rule.isEmpty() ? null : rule,
                                        StoredForm.status(row.getString(2)),
                                        row.getLong(3),
                                        StoredForm.time(row.getString(4)));
                        found.merge(
                                new Names(refusals.rule(), row.getString(2)),
                                refusals,
                                FigureReader::sum);
                    }
                }
            }
        }
        List<Refusals> all = new ArrayList<>(found.values());
        all.sort(
                Comparator.comparingLong(Refusals::calls)
                        .reversed()
                        .thenComparing(
                                Refusals::rule, Comparator.nullsFirst(Comparator.naturalOrder())));
        return all;
    }

    private static Refusals sum(Refusals one, Refusals other) {
        return new Refusals(
                one.rule(),
                one.status(),
                one.calls() + other.calls(),
                one.lastSeen().isAfter(other.lastSeen()) ? one.lastSeen() : other.lastSeen());
    }
}
