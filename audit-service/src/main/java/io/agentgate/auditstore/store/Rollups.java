package io.agentgate.auditstore.store;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The statistics of calls that came to their end, added to those that are stored. */
public final class Rollups {
    /** Upper bounds of the buckets of latency, in nanoseconds; the last bucket has none. */
    private static final long[] BOUNDS = {
        1_000_000L,
        2_000_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L,
        30_000_000_000L,
        60_000_000_000L
    };

    private static final String ADD =
            """
            insert into rollup (hour, server, tool, status, calls, timed, latency_nanos, buckets)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (hour, server, tool, status) do update
            set calls = rollup.calls + excluded.calls, timed = rollup.timed + excluded.timed,
                latency_nanos = rollup.latency_nanos + excluded.latency_nanos,
                buckets = add_buckets(rollup.buckets, excluded.buckets)
            """;

    private record Key(Instant hour, String server, String tool, String status) {
        /** All transactions lock rows in this order, so that none waits for one that waits. */
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::hour)
                        .thenComparing(Key::server)
                        .thenComparing(Key::tool)
                        .thenComparing(Key::status);
    }

    private static final class Sum {
        private long calls;
        private long timed;
        private BigDecimal nanos = BigDecimal.ZERO;
        private final Long[] buckets = new Long[BOUNDS.length + 1];

        Sum() {
            java.util.Arrays.fill(buckets, 0L);
        }

        void add(Ended call) {
            calls++;
            Long latency = call.latencyNanos();
            if (latency != null) {
                timed++;
                nanos = nanos.add(BigDecimal.valueOf(latency));
                buckets[bucket(latency)]++;
            }
        }
    }

    private Rollups() {}

    /** The bounds of the buckets, in nanoseconds. */
    public static long[] bounds() {
        return BOUNDS.clone();
    }

    private static int bucket(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    static void add(Connection connection, List<Ended> calls) throws SQLException {
        Map<Key, Sum> sums = new TreeMap<>(Key.ORDER);
        for (Ended call : calls) {
            Key key =
                    new Key(
                            call.time().truncatedTo(ChronoUnit.HOURS),
                            call.server(),
                            call.tool(),
                            call.status());
            sums.computeIfAbsent(key, fresh -> new Sum()).add(call);
        }
        if (sums.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
                Key key = entry.getKey();
                Sum sum = entry.getValue();
                add.setObject(1, OffsetDateTime.ofInstant(key.hour(), ZoneOffset.UTC));
                add.setString(2, key.server());
                add.setString(3, key.tool());
                add.setString(4, key.status());
                add.setLong(5, sum.calls);
                add.setLong(6, sum.timed);
                add.setBigDecimal(7, sum.nanos);
                add.setArray(8, connection.createArrayOf("int8", sum.buckets));
                add.addBatch();
            }
            add.executeBatch();
        }
    }
}
