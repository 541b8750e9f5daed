package io.agentgate.auditstore.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.auditstore.AuditSettings;
import io.agentgate.auditstore.Database;
import io.agentgate.auditstore.store.Partitions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which calls go when there are more than are kept. */
@Timeout(120)
class SurplusIT {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final String KEPT =
            "select string_agg(decision_id, ' ' order by time) from call";

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
        LocalDate today = LocalDate.of(2026, 3, 10);
        partitions.ensure(
                List.of(today.minusDays(3), today.minusDays(2), today.minusDays(1), today));
    }

    private void keepOnly(long rows) {
        AuditSettings.Retention settings =
                new AuditSettings.Retention() {
                    @Override
                    public int days() {
                        return 0;
                    }

                    @Override
                    public long rows() {
                        return rows;
                    }

                    @Override
                    public String every() {
                        return "off";
                    }
                };
        new Retention(settings, partitions, database.connections(), InstantSource.fixed(NOW))
                .keep();
    }

    private void open(String id, String time) throws SQLException {
        store(id, time, "allowed", "null");
    }

    private void settled(String id, String time) throws SQLException {
        store(id, time, "allowed", "now()");
    }

    private void store(String id, String time, String decision, String settledAt)
            throws SQLException {
        String day = time.substring(0, 10);
        database.run(
                """
                insert into call (day, decision_id, time, chain, session, agent, caller, server,
                                  tool, decision, policy_revision, status, settled_at)
                values ('%1$s', '%2$s', '%3$s', '', '', '', '', '', '', '%4$s', '', 'unknown', %5$s);
                insert into event values ('%1$s', '%2$s/decided', '', '%3$s', '', '')
                """
                        .formatted(day, id, time, decision, settledAt));
    }

    @Test
    void oldestGoWithTheirEvents() throws Exception {
        settled("a", "2026-03-07T10:00:00Z");
        settled("b", "2026-03-08T10:00:00Z");
        settled("c", "2026-03-10T10:00:00Z");
        settled("d", "2026-03-10T11:00:00Z");

        keepOnly(1);

        assertThat(database.ask(KEPT)).isEqualTo("d");
        assertThat(database.ask("select string_agg(id, ' ') from event")).isEqualTo("d/decided");
        assertThat(partitions.days()).doesNotContain(LocalDate.of(2026, 3, 7));
    }

    @Test
    void minutesGoAfterTwoDaysAndHoursStay() throws Exception {
        for (String start : List.of("2026-03-08T10:59:00Z", "2026-03-08T12:00:00Z")) {
            for (int level : List.of(60, 3_600)) {
                database.run(
                        """
                        insert into figure
                        select %d, 'agent', '%s', '', 'a', 'allowed', false, 1, 0,
                               0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, now()
                        """
                                .formatted(level, start));
            }
        }

        keepOnly(0);

        assertThat(
                        database.ask(
                                "select string_agg(level || ' ' || extract(hour from start at time"
                                        + " zone 'UTC'), ', ' order by level, start) from figure"))
                .isEqualTo("60 12, 3600 10, 3600 12");
    }

    @Test
    void callThatMayBeInProgressStays() throws Exception {
        open("lost", "2026-03-09T11:59:59Z");
        open("running", "2026-03-09T12:00:01Z");
        settled("done", "2026-03-09T13:00:00Z");
        store("denied", "2026-03-09T14:00:00Z", "denied", "null");
        open("fresh", "2026-03-10T11:00:00Z");

        keepOnly(1);

        assertThat(database.ask(KEPT)).isEqualTo("running fresh");
    }

    @Test
    void oneInstanceAtATimeCountsAndRemoves() throws Exception {
        settled("a", "2026-03-10T10:00:00Z");
        settled("b", "2026-03-10T11:00:00Z");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(4711002)");
            keepOnly(1);
            assertThat(database.ask(KEPT)).isEqualTo("a b");
            statement.execute("select pg_advisory_unlock(4711002)");
        }

        keepOnly(1);

        assertThat(database.ask(KEPT)).isEqualTo("b");
    }
}
