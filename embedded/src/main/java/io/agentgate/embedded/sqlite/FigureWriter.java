package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.FigureLevel;
import io.agentgate.gateway.statistics.LatencyBuckets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one connection's transactions add to the table {@code figures}: summed up while rows are
 * written, and written at the end of each transaction.
 */
final class FigureWriter {
    /** The columns of sums, in the order in which they are written. */
    static final List<String> SUMS = sums();

    private static final String ADD = add();

    private static final String FIND =
            "SELECT "
                    + FigureSeries.COLUMNS
                    + " FROM figures WHERE level = ? AND kind = ? AND start = ?";

    /** Spans whose series are remembered: calls come in the order of time, more or less. */
    private static final int MOST_SPANS = 64;

    private record Span(FigureLevel level, FigureKind kind, long start) {}

    private record Key(FigureLevel level, long start, FigureSeries series) {
        Span span() {
            return new Span(level, series.kind(), start);
        }
    }

    private static final class Sum {
        private long calls;
        private long nanos;
        private final long[] latencies = new long[LatencyBuckets.COUNT];
        private Instant lastSeen = Instant.MIN;

        void add(CountedCall call, int number) {
            calls += number;
            lastSeen = call.time().isAfter(lastSeen) ? call.time() : lastSeen;
            Long latency = call.latencyNanos();
            // Of what nobody saw end the time is none.
            if (latency != null && !call.status().equals(CallStatus.UNKNOWN.word())) {
                nanos += latency;
                latencies[LatencyBuckets.of(latency)]++;
            }
        }

        void add(Sum other) {
            calls += other.calls;
            nanos += other.nanos;
            lastSeen = other.lastSeen.isAfter(lastSeen) ? other.lastSeen : lastSeen;
            for (int bucket = 0; bucket < latencies.length; bucket++) {
                latencies[bucket] += other.latencies[bucket];
            }
        }
    }

    private final Connection connection;
    private final PreparedStatement add;
    private final PreparedStatement changes;
    private final Map<Key, Sum> sums = new HashMap<>();
    private final Map<Span, FigureSpan> spans = new LinkedHashMap<>(16, 0.75f, true);
    private long change = -1;
    private FigureUntil until = FigureUntil.NOTHING;

    private static List<String> sums() {
        List<String> sums = new ArrayList<>(List.of("calls", "nanos"));
        for (int bucket = 1; bucket <= LatencyBuckets.COUNT; bucket++) {
            sums.add("b" + bucket);
        }
        return List.copyOf(sums);
    }

    private static String add() {
        StringBuilder sql = new StringBuilder("INSERT INTO figures (level, kind, start, ");
        sql.append(FigureSeries.COLUMNS).append(", ").append(String.join(", ", SUMS));
        sql.append(", last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?");
        sql.append(", ?".repeat(SUMS.size())).append(") ON CONFLICT DO UPDATE SET ");
        for (String sum : SUMS) {
            sql.append(sum).append(" = ").append(sum).append(" + excluded.").append(sum);
            sql.append(", ");
        }
        return sql.append("last_seen = max(last_seen, excluded.last_seen)").toString();
    }

    FigureWriter(Connection connection) throws SQLException {
        this.connection = connection;
        this.add = connection.prepareStatement(ADD);
        this.changes = connection.prepareStatement("PRAGMA data_version");
    }

    /** Forgets what an earlier transaction may have left. */
    void begin() {
        sums.clear();
    }

    /** A call was stored. */
    void stored(CountedCall call) {
        count(call, 1);
    }

    /** A call that was stored before, without an end, has ended. */
    void ended(CountedCall call) {
        count(call.before(CallStatus.UNKNOWN.word()), -1);
        count(call, 1);
    }

    private void count(CountedCall call, int calls) {
        long minute = FigureLevel.MINUTE.start(call.time());
        for (FigureKind kind : FigureKind.values()) {
            Key key = new Key(FigureLevel.MINUTE, minute, call.series(kind));
            sums.computeIfAbsent(key, fresh -> new Sum()).add(call, calls);
        }
    }

    /** Writes what was counted; sums up what is over, and lets go of minutes that are too old. */
    void end(Instant now) throws SQLException {
        if (sums.isEmpty()) {
            return;
        }
        lookIfOthersWrote();
        long second = now.getEpochSecond();
        long first = FigureLevel.HOUR.floor(second) - CallStatistics.MINUTES_KEPT.toSeconds();
        FigureUntil closed = until.close(connection, second);
        if (!closed.equals(until)) {
            until = closed;
            spans.clear();
            dropMinutes(first);
        }
        Map<Key, Sum> longer = new HashMap<>();
        for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
            Key minute = entry.getKey();
            if (minute.start() >= first) {
                write(minute, entry.getValue());
            }
            if (minute.start() < until.hour()) {
                sum(longer, FigureLevel.HOUR, entry);
            }
            if (minute.start() < until.day()) {
                sum(longer, FigureLevel.DAY, entry);
            }
        }
        for (Map.Entry<Key, Sum> entry : longer.entrySet()) {
            write(entry.getKey(), entry.getValue());
        }
        sums.clear();
    }

    private static void sum(Map<Key, Sum> longer, FigureLevel level, Map.Entry<Key, Sum> minute) {
        Key key = minute.getKey();
        longer.computeIfAbsent(
                        new Key(level, level.floor(key.start()), key.series()), fresh -> new Sum())
                .add(minute.getValue());
    }

    private void dropMinutes(long before) throws SQLException {
        try (PreparedStatement drop =
                connection.prepareStatement(
                        "DELETE FROM figures WHERE level = ? AND kind = ? AND start < ?")) {
            for (FigureKind kind : FigureKind.values()) {
                drop.setInt(1, FigureLevel.MINUTE.seconds());
                drop.setString(2, kind.word());
                drop.setLong(3, before);
                drop.executeUpdate();
            }
        }
    }

    private void lookIfOthersWrote() throws SQLException {
        try (ResultSet version = changes.executeQuery()) {
            version.next();
            if (version.getLong(1) != change) {
                spans.clear();
                until = FigureUntil.read(connection);
                change = version.getLong(1);
            }
        }
    }

    /** For days to be summed up once all calls of theirs are counted. */
    void withoutDaysFrom(long first) throws SQLException {
        lookIfOthersWrote();
        until = until.withoutDaysFrom(connection, first);
    }

    /** Sums up the days that are over. */
    void closeDays(Instant now) throws SQLException {
        until = until.close(connection, now.getEpochSecond());
        spans.clear();
    }

    private void write(Key key, Sum sum) throws SQLException {
        if (sum.calls == 0) {
            return;
        }
        FigureSpan span = span(key.span());
        FigureSeries series =
                sum.calls < 0 ? span.counted(key.series()) : span.toCount(key.series());
        if (series == null) {
            return;
        }
        add.setInt(1, key.level().seconds());
        add.setString(2, series.kind().word());
        add.setLong(3, key.start());
        add.setString(4, series.server());
        add.setString(5, series.name());
        add.setString(6, series.status());
        add.setInt(7, series.refused() ? 1 : 0);
        add.setInt(8, series.folded() ? 1 : 0);
        add.setLong(9, sum.calls);
        add.setLong(10, sum.nanos);
        int place = 11;
        for (long latencies : sum.latencies) {
            add.setLong(place++, latencies);
        }
        add.setString(place, StoredForm.time(sum.lastSeen));
        add.executeUpdate();
    }

    private FigureSpan span(Span of) throws SQLException {
        FigureSpan known = spans.get(of);
        if (known != null) {
            return known;
        }
        FigureSpan span = new FigureSpan(of.kind(), of.level());
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setInt(1, of.level().seconds());
            find.setString(2, of.kind().word());
            find.setLong(3, of.start());
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    span.add(
                            new FigureSeries(
                                    of.kind(),
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getBoolean(4),
                                    row.getBoolean(5)));
                }
            }
        }
        if (spans.size() >= MOST_SPANS) {
            spans.remove(spans.keySet().iterator().next());
        }
        spans.put(of, span);
        return span;
    }
}
