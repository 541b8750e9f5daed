package io.agentgate.cluster.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.testkit.audit.SampleCall;
import io.agentgate.testkit.time.FixedClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestCallsTest {
    private final NewestCalls newest = new NewestCalls(new FixedClock());

    private List<String> ids(CallQuery query) {
        return newest.matching(query).stream().map(call -> call.decision().decisionId()).toList();
    }

    @Test
    void newestChangeComesFirst() {
        newest.add(SampleCall.numbered(1).decided());
        newest.add(SampleCall.numbered(2).decided());
        newest.add(SampleCall.numbered(1).settled());

        assertThat(ids(CallQuery.newest(10)))
                .containsExactly(
                        SampleCall.numbered(1).decided().decisionId(),
                        SampleCall.numbered(2).decided().decisionId());
        assertThat(newest.matching(CallQuery.newest(10)).getFirst().latencyNanos()).isNotNull();
    }

    @Test
    void whoFollowsHearsOfEveryChangeInItsOrder() {
        newest.add(SampleCall.numbered(1).decided());
        long mark = newest.matching(CallQuery.newest(1)).getFirst().mark();

        newest.add(SampleCall.numbered(2).decided());
        newest.add(SampleCall.numbered(1).settled());

        assertThat(ids(CallQuery.newest(10).after(mark)))
                .containsExactly(
                        SampleCall.numbered(2).decided().decisionId(),
                        SampleCall.numbered(1).decided().decisionId());
    }

    @Test
    void repeatedEventsChangeNothing() {
        newest.add(SampleCall.numbered(1).decided());
        newest.add(SampleCall.numbered(1).settled());
        List<CallRecord> before = newest.matching(CallQuery.newest(10));

        newest.add(SampleCall.numbered(1).decided());
        newest.add(SampleCall.numbered(1).settled());

        assertThat(newest.matching(CallQuery.newest(10))).isEqualTo(before);
    }

    @Test
    void outcomeWithoutItsDecisionSaysNothing() {
        newest.add(SampleCall.numbered(1).settled());

        assertThat(newest.matching(CallQuery.newest(10))).isEmpty();
    }

    @Test
    void whatCallsWereAboutIsNotKept() {
        newest.add(SampleCall.numbered(1).decided());
        newest.add(SampleCall.numbered(1).settled());

        assertThat(newest.matching(CallQuery.newest(10)))
                .allSatisfy(
                        call -> {
                            assertThat(call.decision().arguments()).isNull();
                            assertThat(call.outcome()).isNotNull();
                            assertThat(call.outcome().result()).isNull();
                        });
    }

    @Test
    void oldestChangeGoesForANewOne() {
        for (int i = 1; i <= NewestCalls.MOST + 3; i++) {
            newest.add(SampleCall.numbered(i).decided());
        }

        assertThat(newest.matching(CallQuery.newest(NewestCalls.MOST * 2)))
                .hasSize(NewestCalls.MOST)
                .last()
                .satisfies(
                        call ->
                                assertThat(call.decision().decisionId())
                                        .isEqualTo(SampleCall.numbered(4).decided().decisionId()));
        newest.add(SampleCall.numbered(1).settled());
        assertThat(newest.matching(CallQuery.newest(NewestCalls.MOST * 2)))
                .hasSize(NewestCalls.MOST);
    }

    @Test
    void filtersAndOffsetsHold() {
        for (int i = 1; i <= 5; i++) {
            newest.add(SampleCall.numbered(i).decided());
        }
        String tool = SampleCall.numbered(1).tool();

        assertThat(
                        ids(
                                new CallQuery(
                                        List.of(CallFilter.of(CallFilter.Field.TOOL, tool)),
                                        null,
                                        null,
                                        2,
                                        1)))
                .containsExactly(
                        SampleCall.numbered(4).decided().decisionId(),
                        SampleCall.numbered(3).decided().decisionId());
        assertThat(
                        ids(
                                new CallQuery(
                                        List.of(CallFilter.of(CallFilter.Field.TOOL, "other")),
                                        null,
                                        null,
                                        9)))
                .isEmpty();
    }
}
