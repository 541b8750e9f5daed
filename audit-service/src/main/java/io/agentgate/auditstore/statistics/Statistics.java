package io.agentgate.auditstore.statistics;

import io.agentgate.auditstore.store.FigureTable;
import io.agentgate.gateway.statistics.FigureLevel;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.LatencyBuckets;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sums over the figures of hours; their number, not that of calls, says how long it takes. */
@ApplicationScoped
class Statistics {
    private static final double NANOS_A_MILLI = 1e6;
    private static final int MOST = 10_000;

    private final DataSource database;

    Statistics(DataSource database) {
        this.database = database;
    }

    /**
     * The figures between two times, to the hour.
     *
     * @param groups columns to tell them apart by, at least one; at most 10,000 figures come
     */
    List<Figures> between(Instant from, Instant to, Set<String> groups) throws SQLException {
        Grouping kind = kind(groups);
        String by =
                groups.stream().map(group -> column(group, kind)).collect(Collectors.joining(", "));
        String sql =
                "select "
                        + by
                        + ", sum(calls)::int8 as calls, sum(nanos)::float8 as nanos, array["
                        + FigureTable.BUCKETS.stream()
                                .map(bucket -> "sum(" + bucket + ")")
                                .collect(Collectors.joining(", "))
                        + "]::int8[] as buckets from figure where level = "
                        + FigureLevel.HOUR.seconds()
                        + " and kind = '"
                        + FigureTable.word(kind)
                        + "' and start >= date_trunc('hour', ?::timestamptz) and start < ?"
                        + " group by "
                        + by
                        + " having sum(calls) > 0 order by "
                        + by
                        + " limit "
                        + MOST;
        List<Figures> figures = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(sql)) {
            ask.setObject(1, from.atOffset(ZoneOffset.UTC));
            ask.setObject(2, to.atOffset(ZoneOffset.UTC));
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    figures.add(figures(rows, groups));
                }
            }
        }
        return figures;
    }

    /** What tells calls apart by all of these. */
    private static Grouping kind(Set<String> groups) {
        for (Grouping kind : List.of(Grouping.AGENT, Grouping.RULE, Grouping.TOOL)) {
            if (groups.contains(FigureTable.word(kind))) {
                return kind;
            }
        }
        return Grouping.SERVER;
    }

    private static String column(String group, Grouping kind) {
        return group.equals("hour")
                ? "start"
                : group.equals(FigureTable.word(kind)) && kind != Grouping.SERVER
                        ? "folded, name"
                        : group;
    }

    private static Figures figures(ResultSet row, Set<String> groups) throws SQLException {
        long[] buckets =
                Stream.of((Long[]) row.getArray("buckets").getArray())
                        .mapToLong(Long::longValue)
                        .toArray();
        long timed = Arrays.stream(buckets).sum();
        return new Figures(
                groups.contains("hour")
                        ? row.getObject("start", OffsetDateTime.class).toInstant()
                        : null,
                text(row, "server", groups),
                groups.contains("tool") ? name(row) : null,
                groups.contains("agent") ? name(row) : null,
                groups.contains("rule") ? name(row) : null,
                text(row, "status", groups),
                row.getLong("calls"),
                timed == 0 ? null : (Double) (row.getDouble("nanos") / timed / NANOS_A_MILLI),
                quantile(buckets, 0.50),
                quantile(buckets, 0.95),
                quantile(buckets, 0.99));
    }

    private static @Nullable String text(ResultSet row, String column, Set<String> groups)
            throws SQLException {
        return groups.contains(column) ? row.getString(column) : null;
    }

    /** Null for what has none: the default, and what is not told apart. */
    private static @Nullable String name(ResultSet row) throws SQLException {
        String name = row.getString("name");
        return name.isEmpty() ? null : name;
    }

    private static @Nullable Double quantile(long[] buckets, double share) {
        Long nanos = LatencyBuckets.quantile(buckets, share);
        return nanos == null ? null : (Double) (nanos / NANOS_A_MILLI);
    }
}
