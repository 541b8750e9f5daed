package io.agentgate.auditstore.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The partitions of events and calls, one of each a day. Partitions are made and dropped by one
 * instance at a time.
 */
@ApplicationScoped
public class Partitions {
    private static final List<String> TABLES = List.of("event", "call");

    /** Any number that nothing else locks by. */
    private static final String ALONE = "select pg_advisory_xact_lock(4711001)";

    private final DataSource database;

    /** Days whose partitions exist; bounded by what is kept. */
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    Partitions(DataSource database) {
        this.database = database;
    }

    /** Makes those of some days that are missing. */
    public void ensure(Collection<LocalDate> days) throws SQLException {
        List<LocalDate> missing = days.stream().filter(day -> !known.contains(day)).toList();
        if (missing.isEmpty()) {
            return;
        }
        alone(
                statement -> {
                    for (LocalDate day : missing) {
                        for (String table : TABLES) {
                            statement.execute(
                                    "create table if not exists %s partition of %s for values from ('%s') to ('%s')"
                                            .formatted(
                                                    name(table, day), table, day, day.plusDays(1)));
                        }
                    }
                });
        known.addAll(missing);
    }

    /** Looks again whether a day has partitions. */
    void forget(LocalDate day) {
        known.remove(day);
    }

    /** The days that have partitions, oldest first. */
    public List<LocalDate> days() throws SQLException {
        String names =
                """
                select relname from pg_class join pg_inherits on oid = inhrelid
                where inhparent = 'call'::regclass order by relname
                """;
        List<LocalDate> days = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement ask = connection.prepareStatement(names);
                ResultSet rows = ask.executeQuery()) {
            while (rows.next()) {
                String name = rows.getString(1);
                days.add(
                        LocalDate.parse(
                                name.substring("call_".length()),
                                DateTimeFormatter.BASIC_ISO_DATE));
            }
        }
        return days;
    }

    /** Drops all that is stored under a day. */
    public void drop(LocalDate day) throws SQLException {
        known.remove(day);
        alone(
                statement -> {
                    for (String table : TABLES) {
                        statement.execute("drop table if exists " + name(table, day));
                    }
                });
    }

    private static String name(String table, LocalDate day) {
        return table + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** What is done with the tables. */
    private interface Work {
        void with(Statement statement) throws SQLException;
    }

    private void alone(Work work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(ALONE);
                work.with(statement);
                connection.commit();
            } catch (SQLException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
