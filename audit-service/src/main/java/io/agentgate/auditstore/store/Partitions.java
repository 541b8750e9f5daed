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
 *
 * <p>Whoever waits for a table's lock keeps all who come later waiting, too. So a partition is made
 * as a table of its own and attached, which goes on beside readers and writers; and nothing waits
 * longer than a moment. What was not done then is done when it is tried again.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html">ATTACH PARTITION</a>
 */
@ApplicationScoped
public class Partitions {
    private static final List<String> TABLES = List.of("event", "call");

    /** Any number that nothing else locks by. */
    private static final String ALONE = "select pg_advisory_xact_lock(4711001)";

    /** For the locks of tables, and for the other instances. */
    private static final String IMPATIENT = "set local lock_timeout = '2s'";

    private static final String IS_ATTACHED =
            "select 1 from pg_inherits where inhrelid = to_regclass(?) and inhparent = ?::regclass";

    private final DataSource database;

    /** Days whose partitions exist; bounded by what is kept. */
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    public Partitions(DataSource database) {
        this.database = database;
    }

    /** Makes those of some days that are missing. */
    public void ensure(Collection<LocalDate> days) throws SQLException {
        List<LocalDate> missing = days.stream().filter(day -> !known.contains(day)).toList();
        if (missing.isEmpty()) {
            return;
        }
        alone(
                connection -> {
                    for (LocalDate day : missing) {
                        for (String table : TABLES) {
                            attach(connection, table, day);
                        }
                    }
                });
        known.addAll(missing);
    }

    private static void attach(Connection connection, String table, LocalDate day)
            throws SQLException {
        String name = name(table, day);
        if (isAttached(connection, name, table)) {
            return;
        }
        // It is empty, unless somebody detached it: attaching it has nothing to check.
        run(
                connection,
                "create table if not exists %s (like %s including all)".formatted(name, table));
        run(
                connection,
                "alter table %s attach partition %s for values from ('%s') to ('%s')"
                        .formatted(table, name, day, day.plusDays(1)));
    }

    private static boolean isAttached(Connection connection, String name, String table)
            throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(IS_ATTACHED)) {
            ask.setString(1, name);
            ask.setString(2, table);
            try (ResultSet row = ask.executeQuery()) {
                return row.next();
            }
        }
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

    /**
     * Drops all that is stored under a day.
     *
     * @throws SQLException also when somebody reads or writes there for longer than a moment
     */
    public void drop(LocalDate day) throws SQLException {
        known.remove(day);
        alone(
                connection -> {
                    for (String table : TABLES) {
                        run(connection, "drop table if exists " + name(table, day));
                    }
                });
    }

    private static String name(String table, LocalDate day) {
        return table + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What is done with the tables. */
    private interface Work {
        void with(Connection connection) throws SQLException;
    }

    private void alone(Work work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                run(connection, IMPATIENT);
                run(connection, ALONE);
                work.with(connection);
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
