package io.agentgate.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.statistics.CallStatistics;
import io.agentgate.gateway.statistics.Figures;
import io.agentgate.gateway.statistics.Group;
import io.agentgate.gateway.statistics.Grouping;
import io.agentgate.gateway.statistics.Overview;
import io.agentgate.gateway.statistics.Period;
import io.agentgate.gateway.statistics.PeriodFigures;
import io.agentgate.gateway.statistics.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all figures over stored calls promise. They are looked at one minute after the start. */
public abstract class CallStatisticsContract extends PeriodFiguresContract {
    private static final Period MONTH = new Period(NOW.minus(Duration.ofDays(30)), NOW);

    /** The figures under test, over a store that is empty when a test begins. */
    protected abstract CallStatistics statistics();

    /** Removes calls that are older. */
    protected abstract void prune(Instant before) throws Exception;

    @Override
    protected final PeriodFigures figures() {
        return statistics();
    }

    @Test
    void nothingStoredHasNoCalls() throws Exception {
        assertThat(statistics().overview(NOW).calls()).isZero();
        assertThat(statistics().tools()).isEmpty();
    }

    @Test
    void overviewCountsEveryCallOnce() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 1; number <= 100; number++) {
            events.add(ago(number, Duration.ofHours(7L * number)).decided());
        }
        store(events, NOW);

        assertThat(statistics().overview(NOW).calls()).isEqualTo(100);
    }

    @Test
    void toolsOfAllServersAreTogether() throws Exception {
        store(
                call(1).decided(),
                call(2).decided(),
                denied(3).withServer("mail").decided(),
                call(4).withTool("send").withServer("mail").decided(),
                call(4).settled(CallStatus.ERROR, "it broke"),
                call(5).decided());

        List<Figures> tools = statistics().tools();
        assertThat(tools).extracting(Figures::name).containsExactly("read_file", "send");
        assertThat(tools.getFirst().calls()).isEqualTo(4);
        assertThat(tools.getFirst().denials()).isOne();
    }

    @Test
    void refusalsAreOfRules() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            events.add(denied(7).withWriter("w" + number).decided());
        }
        events.add(denied(8).decided());
        events.add(call(9).decided());
        store(events, NOW);

        assertThat(statistics().refusals())
                .extracting(Refusals::rule, Refusals::calls)
                .containsExactly(tuple("rule-7", 5L), tuple("rule-8", 1L));
    }

    @Test
    void agentsThatAreNotToldApartAreLeftOut() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 1; number <= 2 * PeriodFigures.MAX_NAMES; number++) {
            events.add(call(number).withTime(NOW).decided());
        }
        store(events, NOW);

        assertThat(statistics().agents()).extracting(Figures::name).doesNotContainNull();
    }

    @Test
    void figuresGoWithTheirCalls() throws Exception {
        store(
                ago(1, Duration.ofDays(3)).decided(),
                ago(1, Duration.ofDays(3)).settled(),
                ago(2, Duration.ofHours(5)).decided(),
                ago(2, Duration.ofHours(5)).settled(),
                denied(3).decided(),
                call(4).decided());

        prune(SampleCall.START.minus(Duration.ofHours(1)));
        // What is left of a minute, hour or day that went in part goes with the next.
        prune(NOW);

        Overview overview = statistics().overview(NOW);
        assertThat(overview.calls()).isBetween(1L, 2L);
        assertThat(statistics().by(Grouping.AGENT, MONTH))
                .extracting(Group::name)
                .doesNotContain("agent-1", "agent-2")
                .contains("agent-4");
    }
}
