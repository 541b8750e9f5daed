package io.agentgate.auditstore.retention;

import io.agentgate.auditstore.AuditSettings;
import io.agentgate.auditstore.store.FigureTable;
import io.agentgate.auditstore.store.Partitions;
import io.agentgate.gateway.statistics.FigureLevel;
import io.agentgate.gateway.statistics.Grouping;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The keeper of days: makes those to come, and drops those that are kept no longer, by age and by
 * the number of calls. By number no call goes that may be in progress; none is for longer than a
 * day.
 */
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int DAYS_AHEAD = 7;
    private static final int MOST_AT_ONCE = 10_000;
    private static final Duration LONGEST_CALL = Duration.ofDays(1);

    /**
     * Held while surplus calls are counted and removed: two that count both would remove them
     * twice.
     */
    private static final String BEGIN_ALONE = "select pg_try_advisory_lock(4711002)";

    private static final String END_ALONE = "select pg_advisory_unlock(4711002)";

    private static final String DELETE_OLDEST =
            """
            with old as (delete from call where (decision_id, day) in
                             (select decision_id, day from call
                              where day = ?
                                and (time < ? or settled_at is not null or decision <> 'allowed')
                              order by time, decision_id limit ?)
                         returning decision_id),
                 gone as (delete from event using old
                          where day between ? and ?
                            and id in (old.decision_id || '/decided', old.decision_id || '/settled'))
            select count(*) from old
            """;

    private final AuditSettings.Retention settings;
    private final Partitions partitions;
    private final DataSource database;
    private final InstantSource clock;

    @Inject
    Retention(AuditSettings settings, Partitions partitions, DataSource database) {
        this(settings.retention(), partitions, database, InstantSource.system());
    }

    Retention(
            AuditSettings.Retention settings,
            Partitions partitions,
            DataSource database,
            InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.partitions = partitions;
        this.database = database;
    }

    /** Does what is due. What fails is tried again the next time. */
    @Scheduled(
            every = "${agentgate.retention.every:10m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void keep() {
        try {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            partitions.ensure(
                    IntStream.rangeClosed(-1, DAYS_AHEAD).mapToObj(today::plusDays).toList());
            dropFigures(
                    new FigureLevel[] {FigureLevel.MINUTE},
                    FigureTable.firstMinute(clock.instant()));
            if (settings.days() > 0) {
                dropBefore(today.minusDays(settings.days()));
            }
            if (settings.rows() > 0) {
                dropBeyond(settings.rows());
            }
        } catch (SQLException away) {
            LOG.warnf(
                    "old records could not be removed, trying again later: %s", away.getMessage());
        }
    }

    private void dropBefore(LocalDate oldest) throws SQLException {
        for (LocalDate day : partitions.days()) {
            if (day.isBefore(oldest)) {
                partitions.drop(day);
                LOG.infof("%s is kept no longer", day);
            }
        }
        dropFigures(FigureLevel.values(), oldest.atStartOfDay().toInstant(ZoneOffset.UTC));
        run(
                "delete from early_outcome where (body::json ->> 'time')::timestamptz < ?",
                oldest.atStartOfDay().atOffset(ZoneOffset.UTC));
    }

    /** Along their key, which begins with level, kind and start. */
    private void dropFigures(FigureLevel[] levels, Instant before) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement drop =
                        connection.prepareStatement(
                                "delete from figure where level = ? and kind = ? and start < ?")) {
            for (FigureLevel level : levels) {
                for (Grouping kind : Grouping.values()) {
                    drop.setInt(1, level.seconds());
                    drop.setString(2, FigureTable.word(kind));
                    drop.setObject(3, before.atOffset(ZoneOffset.UTC));
                    drop.executeUpdate();
                }
            }
        }
    }

    private void dropBeyond(long most) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!isGranted(connection, BEGIN_ALONE)) {
                // Another instance is at it.
                return;
            }
            try {
                dropBeyond(connection, most);
            } finally {
                isGranted(connection, END_ALONE);
            }
        }
    }

    private static boolean isGranted(Connection connection, String lock) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(lock);
                ResultSet row = ask.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Whole days first; of a day that is left or not over for long, the oldest calls. */
    private void dropBeyond(Connection connection, long most) throws SQLException {
        Instant inProgress = clock.instant().minus(LONGEST_CALL);
        Map<LocalDate, Long> counts = counts(connection, partitions.days());
        long surplus = counts.values().stream().mapToLong(Long::longValue).sum() - most;
        for (Map.Entry<LocalDate, Long> entry : counts.entrySet()) {
            if (surplus <= 0) {
                return;
            }
            LocalDate day = entry.getKey();
            Instant end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            if (entry.getValue() <= surplus && !end.isAfter(inProgress)) {
                partitions.drop(day);
                LOG.infof("%s is kept no longer: more than %d calls", day, most);
                surplus -= entry.getValue();
            } else {
                surplus -= deleteOldest(connection, day, surplus, inProgress);
            }
        }
    }

    private static Map<LocalDate, Long> counts(Connection connection, List<LocalDate> days)
            throws SQLException {
        Map<LocalDate, Long> counts = new LinkedHashMap<>();
        try (PreparedStatement ask =
                connection.prepareStatement("select count(*) from call where day = ?")) {
            for (LocalDate day : days) {
                ask.setObject(1, day);
                try (ResultSet row = ask.executeQuery()) {
                    counts.put(day, row.next() ? row.getLong(1) : 0L);
                }
            }
        }
        return counts;
    }

    /** Returns how many calls went, with their events: fewer where some may be in progress. */
    private static long deleteOldest(
            Connection connection, LocalDate day, long surplus, Instant inProgress)
            throws SQLException {
        long removed = 0;
        try (PreparedStatement statement = connection.prepareStatement(DELETE_OLDEST)) {
            while (removed < surplus) {
                statement.setObject(1, day);
                statement.setObject(2, inProgress.atOffset(ZoneOffset.UTC));
                statement.setLong(3, Math.min(surplus - removed, MOST_AT_ONCE));
                statement.setObject(4, day);
                statement.setObject(5, day.plusDays(1));
                long now;
                try (ResultSet row = statement.executeQuery()) {
                    now = row.next() ? row.getLong(1) : 0;
                }
                if (now == 0) {
                    return removed;
                }
                removed += now;
            }
        }
        return removed;
    }

    private void run(String sql, Object parameter) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            statement.executeUpdate();
        }
    }
}
