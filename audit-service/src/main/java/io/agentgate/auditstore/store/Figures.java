package io.agentgate.auditstore.store;

import io.agentgate.gateway.statistics.FigureLevel;
import io.agentgate.gateway.statistics.Grouping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The figures of calls, in the transaction that stores them: a call counts in each kind of each
 * level when it is decided, and elsewhere once it has ended. Who shows no key is an agent of its
 * own with every session, and callers name tools: of one span the first names that come are told
 * apart, and the others counted together.
 */
final class Figures {
    /**
     * One transaction at a time adds, up to its end: all of them write the same rows, and a name is
     * told apart by all or by none.
     */
    private static final String ALONE = "select pg_advisory_xact_lock(4711003)";

    private static final String KNOWN =
            """
            select distinct span.level, span.kind, span.start, figure.server, figure.name
            from unnest(?, ?, ?) as span (level, kind, start)
            join figure on figure.level = span.level and figure.kind = span.kind
                        and figure.start = span.start
            where not figure.folded
            """;

    private static final String ADD = add();

    /** Columns before those of latencies, and the one behind them. */
    private static final int OTHER_COLUMNS = 10;

    private static String add() {
        List<String> sums = new ArrayList<>(List.of("calls", "nanos"));
        sums.addAll(FigureTable.BUCKETS);
        return "insert into figure as counted (level, kind, start, server, name, status, folded, "
                + String.join(", ", sums)
                + ", last_seen) select * from unnest(?"
                + ", ?".repeat(OTHER_COLUMNS + FigureTable.BUCKETS.size() - 1)
                + ") on conflict (level, kind, start, server, name, status, folded) do update set "
                + sums.stream()
                        .map(sum -> sum + " = counted." + sum + " + excluded." + sum)
                        .collect(Collectors.joining(", "))
                + ", last_seen = greatest(counted.last_seen, excluded.last_seen)";
    }

    private final Connection connection;
    private final Instant firstMinute;
    private final Map<FigureRow, FigureSum> sums = new LinkedHashMap<>();

    /**
     * @param now says which minutes are kept
     */
    Figures(Connection connection, Instant now) {
        this.connection = connection;
        this.firstMinute = FigureTable.firstMinute(now);
    }

    /** Calls are new. */
    void begun(List<CountedCall> calls) {
        calls.forEach(call -> count(call, 1));
    }

    /** Calls that were in progress have ended. */
    void ended(List<CountedCall> calls) {
        for (CountedCall call : calls) {
            count(call.inProgress(), -1);
            count(call, 1);
        }
    }

    private void count(CountedCall call, int number) {
        for (FigureLevel level : FigureLevel.values()) {
            if (level == FigureLevel.MINUTE && call.time().isBefore(firstMinute)) {
                continue;
            }
            for (Grouping kind : Grouping.values()) {
                sums.computeIfAbsent(FigureRow.of(level, kind, call), fresh -> new FigureSum())
                        .add(call, number);
            }
        }
    }

    /** Writes all that was counted. */
    void write() throws SQLException {
        // Begun and ended at once.
        sums.values().removeIf(sum -> sum.calls() == 0);
        if (sums.isEmpty()) {
            return;
        }
        try (Statement alone = connection.createStatement()) {
            alone.execute(ALONE);
        }
        Map<FigureRow.Span, Set<FigureRow.Name>> names = names();
        Map<FigureRow, FigureSum> rows = new LinkedHashMap<>();
        sums.forEach((row, sum) -> rows.merge(target(row, sum, names), sum, FigureSum::plus));
        write(List.copyOf(rows.entrySet()));
    }

    /** The row itself, or that of names that are not told apart. */
    private static FigureRow target(
            FigureRow row, FigureSum sum, Map<FigureRow.Span, Set<FigureRow.Name>> names) {
        if (!row.mayBeFolded()) {
            return row;
        }
        Set<FigureRow.Name> known = names.computeIfAbsent(row.span(), fresh -> new HashSet<>());
        if (known.contains(row.named())) {
            return row;
        }
        // A span that is full once stays full: what was counted here before is found again.
        if (known.size() >= row.level().most() || sum.calls() < 0) {
            return row.fold();
        }
        known.add(row.named());
        return row;
    }

    /** The names that are told apart already. */
    private Map<FigureRow.Span, Set<FigureRow.Name>> names() throws SQLException {
        List<FigureRow.Span> spans =
                sums.keySet().stream()
                        .filter(FigureRow::mayBeFolded)
                        .map(FigureRow::span)
                        .distinct()
                        .toList();
        Columns<FigureRow.Span> columns =
                new Columns<>(spans)
                        .number(span -> (long) span.level().seconds())
                        .text(span -> FigureTable.word(span.kind()))
                        .time(FigureRow.Span::start);
        Map<FigureRow.Span, Set<FigureRow.Name>> names = new HashMap<>();
        try (PreparedStatement ask = columns.prepare(connection, KNOWN);
                ResultSet rows = ask.executeQuery()) {
            while (rows.next()) {
                names.computeIfAbsent(span(rows), fresh -> new HashSet<>())
                        .add(new FigureRow.Name(rows.getString(4), rows.getString(5)));
            }
        }
        return names;
    }

    private static FigureRow.Span span(ResultSet row) throws SQLException {
        int seconds = row.getInt(1);
        for (FigureLevel level : FigureLevel.values()) {
            if (level.seconds() == seconds) {
                return new FigureRow.Span(
                        level,
                        Grouping.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        row.getObject(3, OffsetDateTime.class).toInstant());
            }
        }
        throw new IllegalStateException("figures of " + seconds + " s");
    }

    private void write(List<Map.Entry<FigureRow, FigureSum>> rows) throws SQLException {
        Columns<Map.Entry<FigureRow, FigureSum>> columns =
                new Columns<>(rows)
                        .number(row -> (long) row.getKey().level().seconds())
                        .text(row -> FigureTable.word(row.getKey().kind()))
                        .time(row -> row.getKey().start())
                        .text(row -> row.getKey().server())
                        .text(row -> row.getKey().name())
                        .text(row -> row.getKey().status())
                        .flag(row -> row.getKey().folded())
                        .number(row -> row.getValue().calls())
                        .decimal(row -> row.getValue().nanos());
        for (int bucket = 0; bucket < FigureTable.BUCKETS.size(); bucket++) {
            int place = bucket;
            columns.number(row -> row.getValue().latencies(place));
        }
        columns.time(row -> row.getValue().lastSeen());
        try (PreparedStatement add = columns.prepare(connection, ADD)) {
            add.executeUpdate();
        }
    }
}
