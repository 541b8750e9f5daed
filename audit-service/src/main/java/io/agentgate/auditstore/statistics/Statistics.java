package io.agentgate.auditstore.statistics;

import io.agentgate.auditstore.store.Rollups;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sums over the rollups; their number, not that of calls, says how long it takes. */
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
        String by = String.join(", ", groups);
        int last = Rollups.bounds().length + 1;
        String buckets =
                IntStream.rangeClosed(1, last)
                        .mapToObj(place -> "sum(buckets[" + place + "])")
                        .collect(Collectors.joining(", "));
        String sql =
                "select "
                        + by
                        + ", sum(calls)::int8 as calls, sum(timed)::int8 as timed,"
                        + " sum(latency_nanos)::float8 as nanos, array["
                        + buckets
                        + "]::int8[] as buckets from rollup where hour >= date_trunc('hour',"
                        + " ?::timestamptz) and hour < ? group by "
                        + by
                        + " order by "
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

    private static Figures figures(ResultSet row, Set<String> groups) throws SQLException {
        long timed = row.getLong("timed");
        Long[] buckets = (Long[]) row.getArray("buckets").getArray();
        return new Figures(
                groups.contains("hour")
                        ? row.getObject("hour", OffsetDateTime.class).toInstant()
                        : null,
                text(row, "server", groups),
                text(row, "tool", groups),
                text(row, "status", groups),
                row.getLong("calls"),
                timed == 0 ? null : (Double) (row.getDouble("nanos") / timed / NANOS_A_MILLI),
                quantile(buckets, timed, 0.50),
                quantile(buckets, timed, 0.95),
                quantile(buckets, timed, 0.99));
    }

    private static @Nullable String text(ResultSet row, String column, Set<String> groups)
            throws SQLException {
        return groups.contains(column) ? row.getString(column) : null;
    }

    /** The upper bound of the bucket in which the quantile is; null beyond the last bound. */
    static @Nullable Double quantile(Long[] buckets, long timed, double share) {
        long[] bounds = Rollups.bounds();
        long wanted = (long) Math.ceil(timed * share);
        long seen = 0;
        for (int bucket = 0; bucket < bounds.length; bucket++) {
            seen += buckets[bucket];
            if (timed > 0 && seen >= wanted) {
                return bounds[bucket] / NANOS_A_MILLI;
            }
        }
        return null;
    }
}
