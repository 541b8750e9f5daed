package io.agentgate.auditstore.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.auditstore.Database;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Streamed;
import io.agentgate.testkit.audit.SampleCall;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outcomes and their calls in a real database, in every order and by every clock. */
@Timeout(120)
class EventStoreIT {
    private static final SampleCall CALL = SampleCall.numbered(1);
    private static final String STATUS = "select status from call where settled_at is not null";
    private static final String ALLOWED_CALLS =
            "select sum(calls) from figure where level = 3600 and kind = 'server'"
                    + " and status = 'allowed'";

    private static final String NAMES =
            "select string_agg(concat_ws(' ', name, status, calls, b2), ', ' order by name, status)"
                    + " from figure where level = 3600 and calls > 0 and kind = '%s'";

    private static Database database;

    private EventStore store;

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
        store = new EventStore(database.connections(), new Partitions(database.connections()));
    }

    private int take(AuditEvent... events) throws SQLException {
        List<Arrived> batch =
                Stream.of(events)
                        .map(
                                event -> {
                                    Streamed what = new Streamed.Event(event);
                                    return new Arrived(
                                            EventJson.id(what),
                                            EventJson.type(what),
                                            what,
                                            new String(
                                                    EventJson.write(what, "p0"),
                                                    StandardCharsets.UTF_8));
                                })
                        .toList();
        return store.take(batch);
    }

    private static CallSettled later(Duration by) {
        CallSettled settled = CALL.settled();
        return new CallSettled(
                settled.decisionId(),
                settled.time().plus(by),
                settled.session(),
                settled.status(),
                null,
                settled.latencyNanos(),
                null);
    }

    private void assertSettledOnce() throws SQLException {
        assertThat(database.ask(STATUS)).isEqualTo("allowed");
        assertThat(database.ask(ALLOWED_CALLS)).isEqualTo("1");
        assertThat(database.ask("select count(*) from early_outcome")).isEqualTo("0");
    }

    @Test
    void outcomeFindsItsCall() throws Exception {
        take(CALL.decided());
        take(CALL.settled());
        assertSettledOnce();
    }

    @Test
    void whatRedactedACallIsKept() throws Exception {
        SampleCall redacted = SampleCall.numbered(2);
        take(CALL.decided(), redacted.decided());
        take(CALL.settled(), redacted.settled());

        assertThat(
                        database.ask(
                                "select string_agg(arguments_redacted_by || '/' ||"
                                        + " result_redacted_by, ' ') from call"))
                .isEqualTo("hide-arguments-2\nhide-all/hide-result-2\nhide-all");
    }

    @Test
    void howACallWasEvaluatedIsKept() throws Exception {
        SampleCall evaluated = SampleCall.numbered(2);
        take(SampleCall.numbered(5).decided(), evaluated.decided());

        assertThat(database.ask("select string_agg(evaluation, ' ') from call"))
                .isEqualTo(String.valueOf(evaluated.decided().basis().evaluation()));
    }

    @Test
    void outcomeOfAClockThatIsDaysAheadFindsItsCall() throws Exception {
        take(CALL.decided());
        take(later(Duration.ofDays(3)));
        assertSettledOnce();
    }

    @Test
    void outcomeOfAClockThatIsDaysBehindFindsItsCall() throws Exception {
        take(CALL.decided(), later(Duration.ofDays(-3)));
        assertSettledOnce();
    }

    @Test
    void earlyOutcomeOfAWrongClockIsFoundByItsCall() throws Exception {
        take(later(Duration.ofDays(3)));
        assertThat(database.ask("select count(*) from early_outcome")).isEqualTo("1");
        take(CALL.decided());
        assertSettledOnce();
    }

    @Test
    void secondOutcomeOfAWrongClockHasNoEffect() throws Exception {
        take(CALL.decided(), CALL.settled());
        // Another day is another row: the event itself is kept.
        assertThat(take(later(Duration.ofDays(3)))).isEqualTo(1);
        assertSettledOnce();
    }

    @Test
    void outcomesWithAndWithoutTheirCallsMayComeTogether() throws Exception {
        SampleCall other = SampleCall.numbered(2);
        SampleCall unknown = SampleCall.numbered(3);
        take(CALL.decided(), other.decided());
        take(other.settled(), later(Duration.ofDays(3)), unknown.settled());

        assertThat(database.ask(ALLOWED_CALLS)).isEqualTo("2");
        assertThat(database.ask("select string_agg(decision_id, ' ') from early_outcome"))
                .isEqualTo(unknown.decisionId());
    }

    @Test
    void agentsAndRulesAreCounted() throws Exception {
        SampleCall denied = SampleCall.numbered(2).withDecision(CallDecision.DENIED);
        take(CALL.decided(), denied.decided(), SampleCall.numbered(3).decided());
        take(CALL.settled());
        take(CALL.settled(), denied.decided());

        assertThat(database.ask(NAMES.formatted("agent")))
                .isEqualTo("agent-1 allowed 1 1, agent-2 denied 1 0, agent-3 unknown 1 0");
        assertThat(database.ask(NAMES.formatted("rule")))
                .isEqualTo(" allowed 1 1,  unknown 1 0, rule-2 denied 1 0");
    }

    @Test
    void agentsThatAreTooManyAreCountedTogether() throws Exception {
        for (int batch = 0; batch < 3; batch++) {
            int first = batch * 400;
            take(
                    IntStream.range(first, first + 400)
                            .mapToObj(
                                    number ->
                                            SampleCall.numbered(number)
                                                    .withDecision(CallDecision.DENIED)
                                                    .decided())
                            .toArray(AuditEvent[]::new));
        }

        String agents =
                "select count(*) || ' ' || sum(calls) from figure where level = 3600"
                        + " and kind = 'agent'";
        assertThat(database.ask(agents + " and not folded")).isEqualTo("500 500");
        assertThat(database.ask(agents + " and folded")).isEqualTo("1 700");
    }
}
