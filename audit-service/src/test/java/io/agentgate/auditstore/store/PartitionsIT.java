package io.agentgate.auditstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentgate.auditstore.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Partitions of a real database, while others use its tables. */
@Timeout(120)
class PartitionsIT {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final LocalDate NEXT = DAY.plusDays(1);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static Database database;

    private Partitions partitions;

    @BeforeAll
    static void start() throws Exception {
        database = Database.start();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void reset() throws Exception {
        database.reset();
        partitions = new Partitions(database.connections());
    }

    private Connection reading(String table) throws SQLException {
        return holding("select count(*) from " + table);
    }

    private Connection holding(String lock) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(lock);
        }
        return connection;
    }

    private void storeEvent(LocalDate day) throws SQLException {
        database.run(
                "insert into event values ('%s', 'x', 'y', now(), 'w/0', '') on conflict do nothing"
                        .formatted(day));
    }

    @Test
    void dayIsMadeBesideALongReaderAndALongWriter() throws Exception {
        partitions.ensure(List.of(DAY));
        try (Connection reader = reading("call");
                Connection writer =
                        holding(
                                "insert into event values ('2026-01-01', 'x', '', now(), '',"
                                        + " '')")) {
            partitions.ensure(List.of(NEXT));
            storeEvent(NEXT);
            reader.rollback();
            writer.rollback();
        }

        assertThat(partitions.days()).containsExactly(DAY, NEXT);
        storeEvent(NEXT);
        assertThat(database.ask("select count(*) from event where day = '2026-01-02'"))
                .isEqualTo("1");
    }

    @Test
    void dayThatIsThereStays() throws Exception {
        database.run(
                "create table call_20260101 partition of call"
                        + " for values from ('2026-01-01') to ('2026-01-02')");
        partitions.ensure(List.of(DAY));
        storeEvent(DAY);
        new Partitions(database.connections()).ensure(List.of(DAY, NEXT));

        assertThat(partitions.days()).containsExactly(DAY, NEXT);
        assertThat(database.ask("select count(*) from event")).isEqualTo("1");
    }

    @Test
    void dayHasTheIndexesOfAll() throws Exception {
        partitions.ensure(List.of(DAY));

        assertThat(
                        database.ask(
                                "select count(*) from pg_inherits join pg_index on inhparent ="
                                        + " indexrelid where indrelid in ('call'::regclass,"
                                        + " 'event'::regclass)"))
                .isEqualTo(
                        database.ask(
                                "select count(*) from pg_index where indrelid in"
                                        + " ('call'::regclass, 'event'::regclass)"));
    }

    @Test
    void dayThatIsReadIsDroppedAnotherTime() throws Exception {
        partitions.ensure(List.of(DAY, NEXT));
        storeEvent(DAY);
        try (Connection reader = reading("call")) {
            SQLException refused =
                    catchThrowableOfType(SQLException.class, () -> partitions.drop(DAY));
            assertThat(refused.getSQLState()).isEqualTo(LOCK_NOT_AVAILABLE);
            assertThat(database.ask("select count(*) from event")).isEqualTo("1");
            reader.rollback();
        }

        partitions.drop(DAY);
        assertThat(partitions.days()).containsExactly(NEXT);
        assertThat(database.ask("select count(*) from event")).isEqualTo("0");
    }

    @Test
    void lockedTableIsAskedForAgain() throws Exception {
        try (Connection other = holding("lock table event in access exclusive mode")) {
            SQLException refused =
                    catchThrowableOfType(SQLException.class, () -> partitions.ensure(List.of(DAY)));
            assertThat(refused.getSQLState()).isEqualTo(LOCK_NOT_AVAILABLE);
            other.rollback();
        }

        partitions.ensure(List.of(DAY));
        storeEvent(DAY);
    }
}
