package io.agentgate.auditstore.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.auditstore.Database;
import io.agentgate.auditstore.store.Arrived;
import io.agentgate.auditstore.store.EventStore;
import io.agentgate.auditstore.store.Partitions;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.gateway.audit.Streamed;
import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.PeriodFigures;
import io.agentgate.testkit.audit.PeriodFiguresContract;
import io.agentgate.testkit.audit.SampleCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The figures of a real database, counted by those who store events. */
@Timeout(120)
class StoredFiguresIT extends PeriodFiguresContract {
    private static Database database;

    private Instant now = NOW;
    private EventStore store;
    private StoredFigures figures;

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
        store =
                new EventStore(
                        database.connections(), new Partitions(database.connections()), () -> now);
        figures = new StoredFigures(database.connections(), () -> now);
    }

    @Override
    protected PeriodFigures figures() {
        return figures;
    }

    @Override
    protected void store(List<AuditEvent> events, Instant time) throws Exception {
        now = time;
        store.take(events.stream().map(StoredFiguresIT::arrived).toList());
    }

    private static Arrived arrived(AuditEvent event) {
        Streamed what = new Streamed.Event(event);
        return new Arrived(
                EventJson.id(what),
                EventJson.type(what),
                what,
                new String(EventJson.write(what, "p0"), StandardCharsets.UTF_8));
    }

    @Test
    void minutesThatAreNotKeptAreNotWritten() throws Exception {
        SampleCall old = ago(1, Duration.ofDays(3));
        store(old.decided(), call(2).decided());
        store(old.settled());

        assertThat(database.ask("select count(*) from figure where level = 60 and calls <> 0"))
                .isEqualTo("4");
        assertThat(
                        database.ask(
                                "select min(calls) || ' ' || sum(calls) from figure where kind ="
                                        + " 'agent' and level = 3600"))
                .isEqualTo("0 2");
    }

    @Test
    void examplesOfTheDefaultAreThoseItDenied() throws Exception {
        AuditEvent.CallDecided denied = denied(3).decided();
        AuditEvent.CallDecided byDefault =
                new AuditEvent.CallDecided(
                        denied.decisionId(),
                        denied.time(),
                        denied.origin(),
                        new DecisionBasis(
                                CallDecision.DENIED,
                                null,
                                null,
                                "revision-7",
                                Redactions.NONE,
                                null),
                        null);
        store(call(1).decided(), byDefault);

        assertThat(figures.by(Grouping.RULE, new Period(SampleCall.START, NOW)))
                .singleElement()
                .satisfies(
                        group -> {
                            assertThat(group.name()).isNull();
                            assertThat(group.examples()).containsExactly("w1-3");
                        });
    }

    @Test
    void severalInstancesTellTheSameNamesApart() throws Exception {
        int calls = 800;
        List<Future<Integer>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int writer = 0; writer < 4; writer++) {
                List<Arrived> batch = new ArrayList<>();
                for (int number = 0; number < calls; number++) {
                    batch.add(
                            arrived(
                                    call(number)
                                            .withTime(SampleCall.START)
                                            .withWriter("w" + writer)
                                            .decided()));
                }
                writers.add(threads.submit(() -> store.take(batch)));
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isEqualTo(calls);
            }
        }

        List<Group> agents = figures.by(Grouping.AGENT, new Period(SampleCall.START, NOW));
        assertThat(agents).hasSize(101);
        assertThat(agents.getFirst().name()).isNull();
        assertThat(agents.getFirst().tally().calls()).isEqualTo(700 * 4);
        assertThat(agents.stream().skip(1)).allMatch(agent -> agent.tally().calls() == 4);
    }

    @Test
    void callsOfBeforeAreCountedAsNewOnesAre() throws Exception {
        Instant hour = Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MINUTES);
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 0; number < 700; number++) {
            SampleCall call =
                    call(number)
                            .withTime(hour.plusMillis(number))
                            .withTool("tool-" + number % 600)
                            .withDecision(
                                    number % 5 == 0 ? CallDecision.DENIED : CallDecision.ALLOWED);
            events.add(call.decided());
            if (number % 5 > 1) {
                events.add(
                        call.settled(
                                number % 5 == 2 ? CallStatus.ERROR : CallStatus.ALLOWED, null));
            }
        }
        for (int number = 1_000; number < 1_010; number++) {
            SampleCall old = call(number).withTime(hour.minus(Duration.ofDays(5)));
            events.add(old.decided());
            events.add(old.settled());
        }
        store(events, Instant.now());
        // Which names are told apart is another matter: the first here, the busiest there.
        String sums =
                """
                select string_agg(line, ', ' order by line)
                from (select concat_ws(' ', level, kind, start, status, sum(calls), sum(nanos),
                                       sum(b2), sum(b1 + b3 + b16)) as line
                      from figure where calls > 0 group by level, kind, start, status) as lines
                """;
        String expected = database.ask(sums);
        String recent = "select max(last_seen) from figure where kind = 'server' and level > 60";
        String seen = database.ask(recent);
        database.run(
                "drop schema if exists kept cascade; create schema kept;"
                        + " create table kept.call as table call");

        database.reset(3);
        database.run(
                """
                create table call_all partition of call default;
                insert into call select * from kept.call;
                insert into rollup
                select date_trunc('hour', time, 'UTC'), server, tool, status, count(*),
                       count(latency_nanos), coalesce(sum(latency_nanos), 0),
                       array[0, count(latency_nanos), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
                from call where settled_at is not null or decision <> 'allowed'
                group by 1, 2, 3, 4
                """);
        database.migrate(4);
        database.migrate(5);

        assertThat(database.ask(sums)).isEqualTo(expected);
        assertThat(database.ask(recent)).isEqualTo(seen);
        assertThat(
                        database.ask(
                                "select count(distinct name) from figure where level = 60"
                                        + " and kind = 'tool' and not folded"))
                .isEqualTo("100");
    }
}
