package io.agentgate.auditstore.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.auditstore.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of a real database, while it changes. */
@Timeout(120)
class StoredCallsIT {
    private static final int CALLS = 2_500;

    private static Database database;

    private StoredCalls calls;

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
        for (String day : List.of("2026-01-01", "2026-01-02", "2026-01-03")) {
            database.run(
                    "create table call_%s partition of call for values from ('%s') to (date '%s' + 1)"
                            .formatted(day.replace("-", ""), day, day));
        }
        calls = new StoredCalls(database.connections());
        // Many at the same time, and over midnight.
        insert(
                "lpad(n::text, 5, '0')",
                "timestamptz '2026-01-01T23:59:00Z' + n / 7 * interval '1 second'",
                CALLS);
    }

    private void insert(String id, String time, int count) throws SQLException {
        database.run(
                """
                insert into call (day, decision_id, time, chain, session, agent, caller, server,
                                  tool, decision, policy_revision, status)
                select ((%2$s) at time zone 'UTC')::date, %1$s, %2$s, '', '', '', '', '', '',
                       'allowed', '', 'unknown'
                from generate_series(1, %3$d) n
                """
                        .formatted(id, time, count));
    }

    private interface Meanwhile {
        void change() throws SQLException;
    }

    private List<String> exported(Meanwhile meanwhile) throws SQLException {
        List<String> ids = new ArrayList<>();
        Filter all = new Filter();
        calls.<SQLException>each(
                all,
                calls.extent(all),
                call -> {
                    if (ids.isEmpty()) {
                        meanwhile.change();
                    }
                    ids.add(call.decisionId());
                });
        return ids;
    }

    private static List<String> numbers(int last) {
        List<String> numbers = new ArrayList<>();
        for (int number = 1; number <= last; number++) {
            numbers.add("%05d".formatted(number));
        }
        return numbers;
    }

    @Test
    void exportHasEveryCallOnceInOrder() throws Exception {
        assertThat(calls.extent(new Filter()).calls()).isEqualTo(CALLS);
        assertThat(exported(() -> {})).isEqualTo(numbers(CALLS));
    }

    @Test
    void exportEndsWithTheNewestCallOfItsBeginning() throws Exception {
        List<String> ids =
                exported(() -> insert("'late'", "timestamptz '2026-01-03T12:00:00Z'", 1));

        assertThat(ids).isEqualTo(numbers(CALLS));
    }

    @Test
    void exportLocksNothing() throws Exception {
        List<String> ids =
                exported(() -> database.run("set lock_timeout = '1s'; drop table call_20260102"));

        // The page that had been read.
        assertThat(ids).isEqualTo(numbers(1_000));
    }

    @Test
    void callsOfBeforeEvaluationsHaveNone() throws Exception {
        database.reset(2);
        database.run("create table call_all partition of call default");
        insert("lpad(n::text, 5, '0')", "timestamptz '2026-01-01T12:00:00Z'", 2);
        database.migrate(3);
        database.run("update call set evaluation = '{}' where decision_id = '00002'");

        assertThat(calls.byId("00001").orElseThrow().evaluation()).isNull();
        assertThat(calls.byId("00002").orElseThrow().evaluation()).isEqualTo("{}");
    }

    @Test
    void exportOfNothingIsEmpty() throws Exception {
        database.run("delete from call");

        assertThat(exported(() -> {})).isEmpty();
    }
}
