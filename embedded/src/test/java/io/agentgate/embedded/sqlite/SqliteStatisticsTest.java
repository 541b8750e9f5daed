package io.agentgate.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.testkit.audit.CallStatisticsContract;
import io.agentgate.testkit.audit.SampleCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStatisticsTest extends CallStatisticsContract {
    private static final Period ALL =
            new Period(Instant.parse("2026-01-01T00:00:00Z"), NOW.plus(Duration.ofDays(9)));

    @TempDir Path temp;

    private SqliteDatabase database;
    private SqliteStatistics statistics;
    private SqliteAuditSink sink;
    private Instant now = NOW;

    @BeforeEach
    void open() {
        database = new SqliteDatabase(temp.resolve("audit.db"), SampleCall::key);
        statistics = new SqliteStatistics(database);
        sink = new SqliteAuditSink(database, () -> now);
    }

    @AfterEach
    void close() {
        sink.close();
        statistics.close();
    }

    @Override
    protected CallStatistics statistics() {
        return statistics;
    }

    @Override
    protected void store(List<AuditEvent> events, Instant time) throws Exception {
        now = time;
        sink.deliver(events);
    }

    @Override
    protected void prune(Instant before) throws Exception {
        try (SqliteAuditLog log = new SqliteAuditLog(database)) {
            log.prune(before, Long.MAX_VALUE, 1_000);
        }
    }

    private static List<AuditEvent> whole(int from, int to) {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            events.add(SampleCall.numbered(number).decided());
            events.add(SampleCall.numbered(number).settled());
        }
        return events;
    }

    @Test
    void callsOfAnOlderFileAreCounted() throws Exception {
        store(whole(1, 3), NOW);
        sink.close();
        try (var connection = database.openToWrite();
                var statement = connection.createStatement()) {
            // As if figures had come only now.
            statement.execute("DELETE FROM figures");
            statement.execute("UPDATE figures_until SET hour = 0, day = 0");
            statement.execute("UPDATE change_mark SET counted = 0");
        }

        database.openToWrite().close();

        assertThat(statistics.total(ALL).calls()).isEqualTo(3);
        assertThat(statistics.by(Grouping.AGENT, ALL)).hasSize(3);
    }

    @Test
    void whatAProgramWroteThatDoesNotCountIsCountedLater() throws Exception {
        store(whole(1, 3), NOW);
        sink.close();
        try (var connection = database.openToWrite();
                var statement = connection.createStatement()) {
            // What such a program does: rows and marks, and no figures.
            statement.execute("UPDATE change_mark SET value = value + 1");
            statement.execute(
                    "UPDATE calls SET agent = 'late', mark = (SELECT value FROM change_mark)"
                            + " WHERE decision_id = 'w1-2'");
        }

        store(whole(4, 4), NOW);

        assertThat(statistics.total(ALL).calls()).isEqualTo(4);
        assertThat(statistics.by(Grouping.AGENT, ALL))
                .extracting(Group::name)
                .containsExactlyInAnyOrder("agent-1", "late", "agent-3", "agent-4");
    }

    @Test
    void figuresOfSeveralProcessesAddUp() throws Exception {
        try (SqliteAuditSink other = new SqliteAuditSink(database, () -> NOW)) {
            store(whole(1, 2), NOW);
            other.deliver(List.of(SampleCall.numbered(3).decided()));
            store(List.of(SampleCall.numbered(3).settled()), NOW);
            other.deliver(whole(4, 4));
            store(whole(5, 5), NOW.plus(Duration.ofHours(3)));
            other.deliver(whole(6, 6));
        }

        assertThat(statistics.total(ALL).calls()).isEqualTo(6);
        assertThat(statistics.by(Grouping.AGENT, ALL)).hasSize(6);
    }
}
