package io.agentgate.auditstore.statistics;

import io.agentgate.auditstore.calls.BackwardWalk;
import io.agentgate.auditstore.store.FigureTable;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.ChargedLimit;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.statistics.FigureLevel;
import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.LatencyBuckets;
import io.agentgate.gateway.statistics.LimitCount;
import io.agentgate.gateway.statistics.Limits;
import io.agentgate.gateway.statistics.Named;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.PeriodFigures;
import io.agentgate.gateway.statistics.Point;
import io.agentgate.gateway.statistics.Step;
import io.agentgate.gateway.statistics.Stretch;
import io.agentgate.gateway.statistics.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the table {@code figure}. A period is made of the longest spans that fit: of a month
 * its days, and hours and minutes at its ends only.
 */
@ApplicationScoped
class StoredFigures implements PeriodFigures {
    /** Calls, errors, denied, limited, nanoseconds, and each bucket. */
    private static final String SUMS =
            "sum(calls)::int8, "
                    + ofStatus(CallStatus.ERROR)
                    + ", "
                    + ofStatus(CallStatus.DENIED)
                    + ", "
                    + ofStatus(CallStatus.RATE_LIMITED)
                    + ", sum(nanos)::float8, "
                    + FigureTable.BUCKETS.stream()
                            .map(bucket -> "sum(" + bucket + ")::int8")
                            .collect(Collectors.joining(", "));

    /** Those of one kind between two times. */
    private static final String ROWS =
            " from figure where kind = ? and level = ? and start >= ? and start < ?";

    private final DataSource database;
    private final InstantSource clock;

    @Inject
    StoredFigures(DataSource database) {
        this(database, InstantSource.system());
    }

    StoredFigures(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private static String ofStatus(CallStatus status) {
        return "(sum(calls) filter (where status = '" + status.word() + "'))::int8";
    }

    /** What is asked of the database. */
    private interface Question<A> {
        A to(Connection connection) throws SQLException;
    }

    private <A> A ask(Question<A> question) throws AuditLogException {
        try (Connection connection = database.getConnection()) {
            return question.to(connection);
        } catch (SQLException away) {
            throw new AuditLogException("the database cannot be reached", away);
        }
    }

    private static OffsetDateTime time(long second) {
        return Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC);
    }

    private static int bind(PreparedStatement statement, int first, Grouping kind, Stretch stretch)
            throws SQLException {
        statement.setString(first, FigureTable.word(kind));
        statement.setInt(first + 1, stretch.level().seconds());
        statement.setObject(first + 2, time(stretch.from()));
        statement.setObject(first + 3, time(stretch.to()));
        return first + 4;
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

    /** To the minute as long as minutes are kept, and to the hour before. */
    private List<Stretch> stretches(Period period) {
        long minutes = PeriodFigures.firstMinute(clock.instant()).getEpochSecond();
        long from = period.since().getEpochSecond();
        from = (from >= minutes ? FigureLevel.MINUTE : FigureLevel.HOUR).floor(from);
        Instant end = period.until();
        long to = end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0);
        to = (to >= minutes ? FigureLevel.MINUTE : FigureLevel.HOUR).ceil(to);
        return Stretch.of(from, to, FigureLevel.DAY);
    }

    @Override
    public Tally total(Period period) throws AuditLogException {
        return ask(
                connection -> {
                    Tally total = Tally.NONE;
                    for (Stretch stretch : stretches(period)) {
                        try (PreparedStatement sums =
                                connection.prepareStatement("select " + SUMS + ROWS)) {
                            bind(sums, 1, Grouping.SERVER, stretch);
                            try (ResultSet row = sums.executeQuery()) {
                                total = row.next() ? total.plus(tally(row, 1)) : total;
                            }
                        }
                    }
                    return total;
                });
    }

    @Override
    public List<Point> series(Period period, Step step, Named named) throws AuditLogException {
        Grouping kind =
                named.agent() != null
                        ? Grouping.AGENT
                        : named.tool() != null ? Grouping.TOOL : Grouping.SERVER;
        List<String> names = new ArrayList<>();
        StringBuilder sql = new StringBuilder("select date_bin('");
        sql.append(step.seconds()).append(" s', start, timestamptz 'epoch') as point, ");
        sql.append(SUMS).append(ROWS);
        restrict(sql, names, "server = ?", named.server());
        restrict(
                sql,
                names,
                "name = ? and not folded",
                named.agent() != null ? named.agent() : named.tool());
        sql.append(" group by point");
        Stretch stretch =
                new Stretch(
                        step.level(),
                        step.floor(period.since()).getEpochSecond(),
                        step.ceil(period).getEpochSecond());
        return ask(
                connection -> {
                    Map<Long, Tally> tallies = new HashMap<>();
                    try (PreparedStatement sums = connection.prepareStatement(sql.toString())) {
                        int at = bind(sums, 1, kind, stretch);
                        for (String name : names) {
                            sums.setString(at++, name);
                        }
                        try (ResultSet row = sums.executeQuery()) {
                            while (row.next()) {
                                OffsetDateTime point = row.getObject(1, OffsetDateTime.class);
                                tallies.put(point.toEpochSecond(), tally(row, 2));
                            }
                        }
                    }
                    return Point.all(period, step, tallies);
                });
    }

    private static void restrict(
            StringBuilder sql, List<String> names, String condition, @Nullable String name) {
        if (name != null) {
            sql.append(" and ").append(condition);
            names.add(name);
        }
    }

    @Override
    public List<Group> by(Grouping grouping, Period period) throws AuditLogException {
        return ask(
                connection -> {
                    List<Group> groups = groups(connection, grouping, stretches(period));
                    return grouping == Grouping.RULE
                            ? new RuleExamples(connection, period).of(groups)
                            : groups;
                });
    }

    private static List<Group> groups(Connection connection, Grouping kind, List<Stretch> stretches)
            throws SQLException {
        String rows =
                String.join(
                        " union all ", Collections.nCopies(stretches.size(), "select *" + ROWS));
        // Those that are not told apart are never among the least. Of tens of thousands of agents
        // only the busiest are summed up as a whole.
        String sql =
                "with busiest as (select server, name, folded, sum(calls) as calls_of_name from ("
                        + rows
                        + ") as spans group by server, name, folded having sum(calls) > 0"
                        + " order by folded desc, calls_of_name desc, name, server limit ?)"
                        + " select server, name, folded, max(last_seen), "
                        + SUMS
                        + " from ("
                        + rows
                        + ") as spans join busiest using (server, name, folded)"
                        + " group by server, name, folded";
        List<Group> groups = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (Stretch stretch : stretches) {
                at = bind(statement, at, kind, stretch);
            }
            statement.setInt(at++, MAX_NAMES);
            for (Stretch stretch : stretches) {
                at = bind(statement, at, kind, stretch);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    groups.add(group(kind, row));
                }
            }
        }
        groups.sort(Group.MOST_CALLS_FIRST);
        return groups;
    }

    private static Group group(Grouping kind, ResultSet row) throws SQLException {
        String server = row.getString(1);
        String name = row.getString(2);
        boolean folded = row.getBoolean(3);
        Instant last = row.getObject(4, OffsetDateTime.class).toInstant();
        Tally tally = tally(row, 5);
        return switch (kind) {
            case SERVER -> new Group(server, null, tally, last, List.of());
            case TOOL -> new Group(folded ? null : name, server, tally, last, List.of());
            case AGENT -> new Group(folded ? null : name, null, tally, last, List.of());
            case RULE -> new Group(name.isEmpty() ? null : name, null, tally, last, List.of());
        };
    }

    @Override
    public Limits limits(Period period, Duration budget) throws AuditLogException {
        return ask(
                connection -> {
                    LimitCount count = new LimitCount();
                    Instant searchedTo =
                            new BackwardWalk(
                                            connection,
                                            "time, agent, tool, status, evaluation",
                                            "evaluation like '%\"limits\":%'")
                                    .run(
                                            period.since(),
                                            period.until(),
                                            budget,
                                            row -> add(count, row));
                    return count.limits(searchedTo);
                });
    }

    private static void add(LimitCount count, ResultSet row) throws SQLException {
        Instant time = row.getObject(1, OffsetDateTime.class).toInstant();
        String agent = row.getString(2);
        String tool = row.getString(3);
        String status = row.getString(4);
        for (ChargedLimit found : ChargedLimit.of(Evaluation.ofText(row.getString(5)))) {
            count.add(time, agent, tool, status, found);
        }
    }
}
