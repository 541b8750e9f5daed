package io.agentgate.auditstore.store;

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
final class Rollups {
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

    private Rollups() {}

    static void add(Connection connection, List<Ended> calls) throws SQLException {
        Map<Key, LatencySum> sums = new TreeMap<>(Key.ORDER);
        for (Ended call : calls) {
            Key key =
                    new Key(
                            call.time().truncatedTo(ChronoUnit.HOURS),
                            call.server(),
                            call.tool(),
                            call.status());
            sums.computeIfAbsent(key, fresh -> new LatencySum()).add(call);
        }
        if (sums.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Map.Entry<Key, LatencySum> entry : sums.entrySet()) {
                Key key = entry.getKey();
                add.setObject(1, OffsetDateTime.ofInstant(key.hour(), ZoneOffset.UTC));
                add.setString(2, key.server());
                add.setString(3, key.tool());
                add.setString(4, key.status());
                entry.getValue().bind(connection, add, 5);
                add.addBatch();
            }
            add.executeBatch();
        }
        NameRollups.add(connection, calls);
    }
}
