package io.agentgate.auditstore.retention;

import io.agentgate.auditstore.AuditSettings;
import io.agentgate.auditstore.store.Partitions;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
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
 * the number of calls. A call in progress goes with its day; none is in progress for a day.
 */
@ApplicationScoped
public class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int DAYS_AHEAD = 7;
    private static final int MOST_AT_ONCE = 10_000;

    private final AuditSettings.Retention settings;
    private final Partitions partitions;
    private final DataSource database;
    private final Clock clock = Clock.systemUTC();

    Retention(AuditSettings settings, Partitions partitions, DataSource database) {
        this.settings = settings.retention();
        this.partitions = partitions;
        this.database = database;
    }

    /** Does what is due. What fails is tried again the next time. */
    @Scheduled(
            every = "${agentgate.retention.every:10m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void keep() {
        try {
            LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
            partitions.ensure(
                    IntStream.rangeClosed(-1, DAYS_AHEAD).mapToObj(today::plusDays).toList());
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
        run("delete from rollup where hour < ?", oldest.atStartOfDay().atOffset(ZoneOffset.UTC));
        run(
                "delete from early_outcome where (body::json ->> 'time')::timestamptz < ?",
                oldest.atStartOfDay().atOffset(ZoneOffset.UTC));
    }

    /** Whole days first; of the day that is left, the oldest calls with their events. */
    private void dropBeyond(long most) throws SQLException {
        Map<LocalDate, Long> counts = counts(partitions.days());
        long surplus = counts.values().stream().mapToLong(Long::longValue).sum() - most;
        for (Map.Entry<LocalDate, Long> day : counts.entrySet()) {
            if (surplus <= 0) {
                return;
            }
            if (day.getValue() <= surplus) {
                partitions.drop(day.getKey());
                LOG.infof("%s is kept no longer: more than %d calls", day.getKey(), most);
            } else {
                deleteOldest(day.getKey(), surplus);
            }
            surplus -= day.getValue();
        }
    }

    private Map<LocalDate, Long> counts(List<LocalDate> days) throws SQLException {
        Map<LocalDate, Long> counts = new LinkedHashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement ask =
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

    private void deleteOldest(LocalDate day, long surplus) throws SQLException {
        String delete =
                """
                with old as (delete from call where (decision_id, day) in
                                 (select decision_id, day from call where day = ?
                                  order by time, decision_id limit ?)
                             returning decision_id)
                delete from event using old
                where day between ? and ?
                  and id in (old.decision_id || '/decided', old.decision_id || '/settled')
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(delete)) {
            for (long left = surplus; left > 0; left -= MOST_AT_ONCE) {
                statement.setObject(1, day);
                statement.setLong(2, Math.min(left, MOST_AT_ONCE));
                statement.setObject(3, day);
                statement.setObject(4, day.plusDays(1));
                statement.executeUpdate();
            }
        }
    }

    private void run(String sql, Object parameter) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            statement.executeUpdate();
        }
    }
}
