package io.agentgate.embedded.sqlite;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Figures;
import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.Limits;
import io.agentgate.gateway.statistics.Named;
import io.agentgate.gateway.statistics.Overview;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.Point;
import io.agentgate.gateway.statistics.Refusals;
import io.agentgate.gateway.statistics.Step;
import io.agentgate.gateway.statistics.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Figures of a SQLite file, read anew each time while others write to it. Thread safe. */
public final class SqliteStatistics implements CallStatistics {
    private static final int MINUTES = 60;

    private final SqliteReader reader;

    /** Looking through records may take its time, and nobody who wants sums is to wait for it. */
    private final SqliteReader searcher;

    public SqliteStatistics(SqliteDatabase database) {
        this.reader = new SqliteReader(database);
        this.searcher = new SqliteReader(database);
    }

    @Override
    public Overview overview(Instant now) throws AuditLogException {
        Instant first = now.truncatedTo(ChronoUnit.MINUTES).minus(MINUTES - 1, ChronoUnit.MINUTES);
        Period hour = new Period(first, first.plus(MINUTES, ChronoUnit.MINUTES));
        return reader.ask(
                open -> overview(new FigureReader(open), hour),
                overview(Tally.NONE, FigureReader.empty(hour, Step.MINUTE)));
    }

    private static Overview overview(FigureReader figures, Period hour) throws SQLException {
        return overview(figures.total(figures.all()), figures.series(hour, Step.MINUTE, Named.ALL));
    }

    private static Overview overview(Tally all, List<Point> hour) {
        return new Overview(
                all.calls(),
                all.denials(),
                all.averageNanos(),
                hour.stream()
                        .map(point -> new Overview.Minute(point.start(), point.tally().calls()))
                        .toList());
    }

    @Override
    public List<Figures> tools() throws AuditLogException {
        return reader.ask(open -> figures(new FigureReader(open), FigureKind.TOOL), List.of());
    }

    @Override
    public List<Figures> agents() throws AuditLogException {
        return reader.ask(open -> figures(new FigureReader(open), FigureKind.AGENT), List.of());
    }

    /** By names alone, and without those that are not known. */
    private static List<Figures> figures(FigureReader figures, FigureKind kind)
            throws SQLException {
        Map<String, Group> all = new HashMap<>();
        for (Group group : figures.by(kind, figures.all(), MAX_NAMES)) {
            String name = group.name();
            if (name != null) {
                all.merge(name, group, SqliteStatistics::sum);
            }
        }
        return all.entrySet().stream()
                .map(entry -> figures(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.comparingLong(Figures::calls)
                                .reversed()
                                .thenComparing(Figures::name))
                .limit(MAX_NAMES)
                .toList();
    }

    private static Group sum(Group one, Group other) {
        Instant last = one.lastSeen().isAfter(other.lastSeen()) ? one.lastSeen() : other.lastSeen();
        return new Group(one.name(), null, one.tally().plus(other.tally()), last, List.of());
    }

    private static Figures figures(String name, Group group) {
        Tally tally = group.tally();
        return new Figures(
                name,
                tally.calls(),
                tally.errors(),
                tally.denials(),
                tally.averageNanos(),
                group.lastSeen());
    }

    @Override
    public List<Refusals> refusals() throws AuditLogException {
        return reader.ask(open -> refusals(new FigureReader(open)), List.of());
    }

    private static List<Refusals> refusals(FigureReader figures) throws SQLException {
        List<Refusals> all = figures.refusals(figures.all());
        return all.size() > MAX_NAMES ? all.subList(0, MAX_NAMES) : all;
    }

    @Override
    public List<Point> series(Period period, Step step, Named named) throws AuditLogException {
        return reader.ask(
                open -> new FigureReader(open).series(period, step, named),
                FigureReader.empty(period, step));
    }

    @Override
    public List<Group> by(Grouping grouping, Period period) throws AuditLogException {
        return reader.ask(open -> by(open, grouping, period), List.of());
    }

    private static List<Group> by(Connection open, Grouping grouping, Period period)
            throws SQLException {
        FigureKind kind =
                switch (grouping) {
                    case TOOL -> FigureKind.TOOL;
                    case AGENT -> FigureKind.AGENT;
                    case SERVER -> FigureKind.SERVER;
                    case RULE -> FigureKind.RULE;
                };
        List<Group> groups = new FigureReader(open).by(kind, period, MAX_NAMES);
        return grouping == Grouping.RULE ? new RuleExamples(open, period).of(groups) : groups;
    }

    @Override
    public Tally total(Period period) throws AuditLogException {
        return reader.ask(open -> new FigureReader(open).total(period), Tally.NONE);
    }

    @Override
    public Limits limits(Period period, Duration budget) throws AuditLogException {
        return searcher.ask(open -> new LimitSearch(open, period, budget).run(), Limits.NONE);
    }

    @Override
    public void close() {
        searcher.close();
        reader.close();
    }
}
