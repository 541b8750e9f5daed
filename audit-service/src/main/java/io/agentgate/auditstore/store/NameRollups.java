package io.agentgate.auditstore.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The statistics by agent and by rule of calls that came to their end. Who shows no key is an agent
 * of its own with every session: in one hour the first agents that come are told apart, and the
 * others counted together. Several instances at once may let in a few more.
 */
final class NameRollups {
    /** Most agents of an hour that are told apart. */
    private static final int MOST = 500;

    private static final String AGENT = "agent";
    private static final String RULE = "rule";

    private static final String KNOWN =
            """
            select distinct hour, name from rollup_name
            where hour = any(?) and kind = 'agent' and not folded
            """;

    private static final String ADD =
            """
            insert into rollup_name
                (hour, kind, name, folded, status, calls, timed, latency_nanos, buckets)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (hour, kind, name, folded, status) do update
            set calls = rollup_name.calls + excluded.calls,
                timed = rollup_name.timed + excluded.timed,
                latency_nanos = rollup_name.latency_nanos + excluded.latency_nanos,
                buckets = add_buckets(rollup_name.buckets, excluded.buckets)
            """;

    private record Key(Instant hour, String kind, String name, boolean folded, String status) {
        /** All transactions lock rows in this order, so that none waits for one that waits. */
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::hour)
                        .thenComparing(Key::kind)
                        .thenComparing(Key::name)
                        .thenComparing(Key::folded)
                        .thenComparing(Key::status);
    }

    private NameRollups() {}

    static void add(Connection connection, List<Ended> calls) throws SQLException {
        Map<Instant, Set<String>> agents = agents(connection, calls);
        Map<Key, LatencySum> sums = new TreeMap<>(Key.ORDER);
        for (Ended call : calls) {
            Instant hour = hour(call);
            Set<String> known = agents.computeIfAbsent(hour, fresh -> new HashSet<>());
            boolean folded = known.size() >= MOST && !known.contains(call.agent());
            if (!folded) {
                known.add(call.agent());
            }
            Key agent = new Key(hour, AGENT, folded ? "" : call.agent(), folded, call.status());
            Key rule = new Key(hour, RULE, call.rule(), false, call.status());
            sums.computeIfAbsent(agent, fresh -> new LatencySum()).add(call);
            sums.computeIfAbsent(rule, fresh -> new LatencySum()).add(call);
        }
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Map.Entry<Key, LatencySum> entry : sums.entrySet()) {
                Key key = entry.getKey();
                add.setObject(1, OffsetDateTime.ofInstant(key.hour(), ZoneOffset.UTC));
                add.setString(2, key.kind());
                add.setString(3, key.name());
                add.setBoolean(4, key.folded());
                add.setString(5, key.status());
                entry.getValue().bind(connection, add, 6);
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    private static Instant hour(Ended call) {
        return call.time().truncatedTo(ChronoUnit.HOURS);
    }

    /** The agents that are told apart already. */
    private static Map<Instant, Set<String>> agents(Connection connection, List<Ended> calls)
            throws SQLException {
        Object[] hours =
                calls.stream()
                        .map(NameRollups::hour)
                        .distinct()
                        .map(hour -> OffsetDateTime.ofInstant(hour, ZoneOffset.UTC))
                        .toArray();
        Map<Instant, Set<String>> agents = new HashMap<>();
        try (PreparedStatement ask = connection.prepareStatement(KNOWN)) {
            ask.setArray(1, connection.createArrayOf("timestamptz", hours));
            try (ResultSet rows = ask.executeQuery()) {
                while (rows.next()) {
                    Instant hour = rows.getObject(1, OffsetDateTime.class).toInstant();
                    agents.computeIfAbsent(hour, fresh -> new HashSet<>()).add(rows.getString(2));
                }
            }
        }
        return agents;
    }
}
