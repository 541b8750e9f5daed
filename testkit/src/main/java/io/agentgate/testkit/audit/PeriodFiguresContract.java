package io.agentgate.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.gateway.statistics.Charge;
import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.LatencyBuckets;
import io.agentgate.gateway.statistics.LimitState;
import io.agentgate.gateway.statistics.Limits;
import io.agentgate.gateway.statistics.Named;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.PeriodFigures;
import io.agentgate.gateway.statistics.Point;
import io.agentgate.gateway.statistics.Step;
import io.agentgate.gateway.statistics.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all figures of periods promise. They are looked at one minute after the start. */
public abstract class PeriodFiguresContract {
    /** When the figures are looked at, by the clock of the store. */
    protected static final Instant NOW = SampleCall.START.plusSeconds(60);

    private static final Period DAY = new Period(NOW.minus(Duration.ofDays(1)), NOW);
    private static final Period MONTH = new Period(NOW.minus(Duration.ofDays(30)), NOW);

    /** The figures under test, over a store that is empty when a test begins. */
    protected abstract PeriodFigures figures();

    /** Stores events, by a clock that stands at a time. */
    protected abstract void store(List<AuditEvent> events, Instant now) throws Exception;

    protected final void store(AuditEvent... events) throws Exception {
        store(Arrays.asList(events), NOW);
    }

    protected static SampleCall call(int number) {
        return SampleCall.numbered(number);
    }

    protected static SampleCall ago(int number, Duration ago) {
        return call(number).withTime(SampleCall.START.minus(ago));
    }

    protected static SampleCall denied(int number) {
        return call(number).withDecision(CallDecision.DENIED);
    }

    private static List<Long> counts(List<Point> points) {
        return points.stream().map(point -> point.tally().calls()).toList();
    }

    @Test
    void nothingStoredHasNoFigures() throws Exception {
        Period hour = new Period(NOW.minus(Duration.ofHours(1)), NOW);

        assertThat(figures().total(MONTH)).isEqualTo(Tally.NONE);
        for (Grouping grouping : Grouping.values()) {
            assertThat(figures().by(grouping, MONTH)).isEmpty();
        }
        assertThat(counts(figures().series(hour, Step.FIVE_MINUTES, Named.ALL)))
                .hasSize(13)
                .containsOnly(0L);
    }

    @Test
    void totalTellsHowCallsEnded() throws Exception {
        store(
                call(1).decided(),
                call(1).settled(),
                call(2).decided(),
                call(2).settled(CallStatus.ERROR, "it broke"),
                denied(3).decided(),
                call(4).withDecision(CallDecision.RATE_LIMITED).decided(),
                call(5).withDecision(CallDecision.FAILED).decided(),
                call(6).decided());

        Tally total = figures().total(DAY);

        assertThat(total.calls()).isEqualTo(6);
        assertThat(total.errors()).isEqualTo(2);
        assertThat(total.denials()).isOne();
        assertThat(total.limited()).isOne();
        assertThat(total.averageNanos()).isEqualTo((double) SampleCall.LATENCY.toNanos());
        assertThat(total.quantileNanos(0.5)).isEqualTo(2_000_000L);
        assertThat(total.latencies()[1]).isEqualTo(2);
        assertThat(Arrays.stream(total.latencies()).sum()).isEqualTo(2);
    }

    @Test
    void callCountsOnceWheneverItEnds() throws Exception {
        SampleCall later = call(1);
        SampleCall early = call(2);
        SampleCall repeated = call(3);
        store(later.decided(), early.settled());
        store(later.settled(CallStatus.CANCELLED, "given up"), early.decided());
        store(repeated.decided(), repeated.settled());
        store(repeated.decided(), repeated.settled(), repeated.settled());
        store(repeated.settled(CallStatus.ERROR, "too late"));

        Tally total = figures().total(DAY);

        assertThat(total.calls()).isEqualTo(3);
        assertThat(total.errors()).isZero();
        assertThat(Arrays.stream(total.latencies()).sum()).isEqualTo(3);
        assertThat(figures().by(Grouping.AGENT, DAY))
                .extracting(Group::name)
                .containsExactlyInAnyOrder("agent-1", "agent-2", "agent-3");
    }

    @Test
    void seriesHasAPointForEachStep() throws Exception {
        Instant minute = Instant.parse("2026-11-20T11:58:00Z");
        store(
                call(1).withTime(minute.plusSeconds(5)).decided(),
                call(2).withTime(minute.plusSeconds(59)).withServer("mail").decided(),
                call(3).withTime(minute.plusSeconds(60)).withTool("send").decided(),
                call(4).withTime(minute.plusSeconds(130)).decided());
        Period period = new Period(minute, minute.plusSeconds(181));

        List<Point> points = figures().series(period, Step.MINUTE, Named.ALL);

        assertThat(points)
                .extracting(Point::start)
                .containsExactly(
                        minute,
                        minute.plusSeconds(60),
                        minute.plusSeconds(120),
                        minute.plusSeconds(180));
        assertThat(counts(points)).containsExactly(2L, 1L, 1L, 0L);
        for (Step step : List.of(Step.HOUR, Step.DAY)) {
            assertThat(
                            figures().series(period, step, Named.ALL).stream()
                                    .mapToLong(point -> point.tally().calls())
                                    .sum())
                    .isEqualTo(4);
        }
        assertThat(counts(figures().series(period, Step.HOUR, Named.ALL))).containsExactly(3L, 1L);
        assertThat(counts(figures().series(period, Step.MINUTE, new Named("mail", null, null))))
                .containsExactly(1L, 0L, 0L, 0L);
        assertThat(counts(figures().series(period, Step.MINUTE, new Named(null, "send", null))))
                .containsExactly(0L, 1L, 0L, 0L);
        assertThat(counts(figures().series(period, Step.MINUTE, new Named("mail", "send", null))))
                .containsOnly(0L);
        assertThat(counts(figures().series(period, Step.MINUTE, new Named(null, null, "agent-4"))))
                .containsExactly(0L, 0L, 1L, 0L);
    }

    @Test
    void longPeriodsCountEveryCallOnce() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        int calls = 0;
        for (int hours = 0; hours < 30 * 24; hours += 7) {
            events.add(ago(++calls, Duration.ofHours(hours)).decided());
        }
        store(events, NOW);

        assertThat(figures().total(MONTH).calls()).isEqualTo(calls);
        for (Step step : List.of(Step.HOUR, Step.DAY)) {
            assertThat(
                            figures().series(MONTH, step, Named.ALL).stream()
                                    .mapToLong(point -> point.tally().calls())
                                    .sum())
                    .isEqualTo(calls);
        }
        Period middle =
                new Period(NOW.minus(Duration.ofHours(100)), NOW.minus(Duration.ofHours(50)));
        assertThat(figures().total(middle).calls()).isEqualTo(7);
    }

    @Test
    void figuresStayAsTimeGoesOn() throws Exception {
        store(call(1).decided(), call(2).decided(), call(2).settled());
        SampleCall next = call(3).withTime(NOW.plus(Duration.ofHours(2)));
        store(List.of(next.decided()), next.time());
        SampleCall last = call(4).withTime(NOW.plus(Duration.ofDays(4)));
        store(List.of(last.decided(), call(1).settled()), last.time());

        Period all = new Period(SampleCall.START, last.time().plusSeconds(1));
        Tally total = figures().total(all);

        assertThat(total.calls()).isEqualTo(4);
        assertThat(Arrays.stream(total.latencies()).sum()).isEqualTo(2);
        assertThat(figures().by(Grouping.TOOL, all))
                .singleElement()
                .satisfies(group -> assertThat(group.tally().calls()).isEqualTo(4));
        assertThat(counts(figures().series(all, Step.DAY, Named.ALL)))
                .containsExactly(3L, 0L, 0L, 0L, 1L);
        assertThat(figures().total(new Period(SampleCall.START, NOW)).calls()).isEqualTo(2);
    }

    @Test
    void groupsAreThoseWithTheMostCallsFirst() throws Exception {
        store(
                call(1).decided(),
                call(1).settled(),
                call(2).decided(),
                denied(3).withServer("mail").decided(),
                call(4).withTool("send").withServer("mail").decided(),
                call(4).settled(CallStatus.ERROR, "it broke"),
                call(5).decided());

        List<Group> tools = figures().by(Grouping.TOOL, DAY);
        assertThat(tools).extracting(Group::name).containsExactly("read_file", "read_file", "send");
        assertThat(tools).extracting(Group::server).containsExactly("files", "mail", "mail");
        assertThat(tools.getFirst().tally().calls()).isEqualTo(3);
        assertThat(tools.getFirst().lastSeen()).isEqualTo(call(5).time());
        assertThat(tools.get(1).tally().denials()).isOne();
        assertThat(tools.getLast().tally().errors()).isOne();
        assertThat(figures().by(Grouping.SERVER, DAY))
                .extracting(Group::name)
                .containsExactly("files", "mail");
        assertThat(figures().by(Grouping.AGENT, DAY)).hasSize(5);
    }

    @Test
    void rulesHaveExamples() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            // Rules are named by numbers: one of another writer decides by the same.
            events.add(denied(7).withWriter("w" + number).decided());
        }
        events.add(denied(8).decided());
        events.add(call(9).decided());
        store(events, NOW);

        List<Group> rules = figures().by(Grouping.RULE, DAY);

        assertThat(rules).extracting(Group::name).containsExactly("rule-7", "rule-8", null);
        assertThat(rules.getFirst().examples())
                .hasSize(PeriodFigures.MAX_EXAMPLES)
                .allMatch(id -> id.endsWith("-7"));
        assertThat(rules.get(1).examples()).containsExactly("w1-8");
    }

    @Test
    void namesBeyondWhatIsKeptApartAreCountedTogether() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        int calls = 3 * PeriodFigures.MAX_NAMES;
        for (int number = 1; number <= calls; number++) {
            SampleCall call = call(number).withTool("tool-" + number);
            events.add(call.withTime(SampleCall.START).decided());
            if (number % 2 == 0) {
                events.add(call.settled());
            }
        }
        store(events, NOW);
        store(List.of(call(1).settled()), NOW);

        for (Grouping grouping : List.of(Grouping.TOOL, Grouping.AGENT)) {
            List<Group> groups = figures().by(grouping, DAY);
            assertThat(groups).hasSizeLessThanOrEqualTo(PeriodFigures.MAX_NAMES);
            assertThat(groups).extracting(Group::name).containsNull();
            assertThat(groups.stream().mapToLong(group -> group.tally().calls()).sum())
                    .isEqualTo(calls);
        }
        assertThat(figures().total(DAY).calls()).isEqualTo(calls);
    }

    private static AuditEvent charged(int number, String agent, int left, boolean refused) {
        AuditEvent.CallDecided decided = call(number).decided();
        CallOrigin origin = decided.origin();
        return new AuditEvent.CallDecided(
                decided.decisionId(),
                decided.time(),
                new CallOrigin(
                        origin.session(), agent, origin.caller(), origin.server(), "post", null),
                new DecisionBasis(
                        refused ? CallDecision.RATE_LIMITED : CallDecision.ALLOWED,
                        refused ? "few" : null,
                        null,
                        "revision-7",
                        Redactions.NONE,
                        Evaluation.ofText(
                                "{\"limits\":[{\"limit\":\"few\",\"capacity\":10,\"left\":"
                                        + left
                                        + ",\"window_seconds\":60"
                                        + (number == 3 ? ",\"cost\":7" : "")
                                        + "}]}")),
                null);
    }

    @Test
    void limitsAreThoseThatRecordsSpeakOf() throws Exception {
        store(
                charged(1, "a", 9, false),
                charged(2, "b", 5, false),
                charged(3, "a", 8, false),
                charged(4, "b", 0, true),
                call(5).decided());

        Limits limits = figures().limits(DAY, Duration.ofMinutes(1));

        assertThat(limits.states())
                .containsExactly(
                        new LimitState("few", "b", "post", 0, 10, 60, call(4).time(), true),
                        new LimitState("few", "a", "post", 8, 10, 60, call(3).time(), false));
        assertThat(limits.charges())
                .containsExactly(
                        new Charge("few", "a", "post", 2, 0, 8),
                        new Charge("few", "b", "post", 1, 1, 1));
        assertThat(limits.leftOut()).isZero();
        assertThat(limits.searchedTo()).isNull();
    }

    @Test
    void limitsAreAsManyAsThereIsTimeAndRoomFor() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        int calls = 5 * PeriodFigures.MAX_NAMES;
        for (int number = 1; number <= calls; number++) {
            events.add(charged(number, "agent-" + number, 9, false));
        }
        store(events, NOW);

        Limits all = figures().limits(DAY, Duration.ofMinutes(1));
        assertThat(all.states()).hasSize(PeriodFigures.MAX_NAMES);
        assertThat(all.states().getFirst().agent()).isEqualTo("agent-" + calls);
        assertThat(all.charges()).hasSize(PeriodFigures.MAX_NAMES);
        assertThat(all.leftOut()).isEqualTo(calls - PeriodFigures.MAX_NAMES);
        assertThat(figures().limits(DAY, Duration.ZERO).searchedTo())
                .isAfter(call(1).time())
                .isBefore(call(calls).time());
    }

    @Test
    void bucketsHoldWhatIsNotAboveTheirBounds() {
        assertThat(LatencyBuckets.of(0)).isZero();
        assertThat(LatencyBuckets.of(1_000_000)).isZero();
        assertThat(LatencyBuckets.of(1_000_001)).isOne();
        assertThat(LatencyBuckets.of(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
    }
}
