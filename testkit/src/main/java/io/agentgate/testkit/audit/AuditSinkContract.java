package io.agentgate.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every audit sink promises, seen through a log over the same store. */
public abstract class AuditSinkContract {
    private static final SampleCall CALL = SampleCall.numbered(1);

    /** The sink under test, over a store that is empty when a test begins. */
    protected abstract AuditSink sink();

    /** A log over the same store. */
    protected abstract AuditLog log();

    /** Every note in the store, oldest first. */
    protected abstract List<AuditEvent.Noted> notes() throws Exception;

    private List<CallRecord> stored() throws Exception {
        return log().calls(CallQuery.newest(1000)).reversed();
    }

    private CallRecord onlyCall() throws Exception {
        List<CallRecord> stored = stored();
        assertThat(stored).hasSize(1);
        return stored.getFirst();
    }

    @Test
    void decisionAloneIsStoredAsItIs() throws Exception {
        sink().deliver(List.of(CALL.decided()));

        assertThat(onlyCall().decision()).isEqualTo(CALL.decided());
        assertThat(onlyCall().outcome()).isNull();
        assertThat(onlyCall().status()).isEqualTo(CallStatus.UNKNOWN);
    }

    @Test
    void decisionAndOutcomeOfOneBatchAreOneCall() throws Exception {
        sink().deliver(List.of(CALL.decided(), CALL.settled()));

        assertThat(onlyCall().decision()).isEqualTo(CALL.decided());
        assertThat(onlyCall().outcome()).isEqualTo(CALL.settled());
        assertThat(onlyCall().status()).isEqualTo(CallStatus.ALLOWED);
    }

    @Test
    void outcomeOfALaterBatchJoinsItsDecision() throws Exception {
        AuditEvent.CallSettled outcome = CALL.settled(CallStatus.ERROR, "upstream said -32603");
        sink().deliver(List.of(CALL.decided()));
        sink().deliver(List.of(outcome));

        assertThat(onlyCall().decision()).isEqualTo(CALL.decided());
        assertThat(onlyCall().outcome()).isEqualTo(outcome);
        assertThat(onlyCall().status()).isEqualTo(CallStatus.ERROR);
    }

    @Test
    void outcomeBeforeItsDecisionIsNotLost() throws Exception {
        sink().deliver(List.of(CALL.settled()));
        sink().deliver(List.of(CALL.decided()));

        assertThat(onlyCall().decision()).isEqualTo(CALL.decided());
        assertThat(onlyCall().outcome()).isEqualTo(CALL.settled());
    }

    @Test
    void outcomeBeforeItsDecisionInOneBatchIsNotLost() throws Exception {
        sink().deliver(List.of(CALL.settled(), CALL.decided()));

        assertThat(onlyCall().outcome()).isEqualTo(CALL.settled());
    }

    @Test
    void repeatedEventsHaveNoEffect() throws Exception {
        List<AuditEvent> events =
                List.of(
                        CALL.decided(),
                        CALL.settled(),
                        SampleCall.numbered(2).decided(),
                        SampleCall.numbered(3).withDecision(CallDecision.DENIED).decided(),
                        note("n1"));
        sink().deliver(events);
        List<CallRecord> before = stored();

        sink().deliver(events);
        sink().deliver(List.of(CALL.settled(), CALL.decided(), CALL.decided(), note("n1")));

        assertThat(stored()).isEqualTo(before);
        assertThat(notes()).containsExactly(note("n1"));
    }

    @Test
    void decisionStoredBeforeComesAgainTogetherWithItsOutcome() throws Exception {
        sink().deliver(List.of(CALL.decided()));
        sink().deliver(List.of(CALL.decided(), CALL.settled()));

        assertThat(onlyCall().outcome()).isEqualTo(CALL.settled());
    }

    @Test
    void firstOutcomeOfACallStays() throws Exception {
        sink().deliver(List.of(CALL.decided(), CALL.settled()));
        sink().deliver(List.of(CALL.settled(CallStatus.CANCELLED, "too late")));

        assertThat(onlyCall().outcome()).isEqualTo(CALL.settled());
    }

    @Test
    void refusalIsFinal() throws Exception {
        SampleCall denied = CALL.withDecision(CallDecision.DENIED);
        SampleCall limited = SampleCall.numbered(2).withDecision(CallDecision.RATE_LIMITED);
        SampleCall failed = SampleCall.numbered(3).withDecision(CallDecision.FAILED);
        sink().deliver(List.of(denied.decided(), limited.decided(), failed.decided()));
        sink().deliver(List.of(denied.settled(), limited.settled()));
        sink().closeOpenCalls("w1");

        assertThat(stored())
                .extracting(CallRecord::status)
                .containsExactly(CallStatus.DENIED, CallStatus.RATE_LIMITED, CallStatus.ERROR);
        assertThat(stored()).extracting(CallRecord::outcome).containsOnlyNulls();
    }

    @Test
    void absentPayloadStaysAbsentAndEmptyStaysEmpty() throws Exception {
        SampleCall without = CALL.withArguments(null);
        SampleCall empty =
                SampleCall.numbered(2).withArguments(new Payload(new byte[0], 0, new byte[32]));
        sink().deliver(List.of(without.decided(), empty.decided()));

        assertThat(stored())
                .extracting(CallRecord::decision)
                .containsExactly(without.decided(), empty.decided());
    }

    @Test
    void cutPayloadKeepsItsFullLength() throws Exception {
        Payload cut = new Payload("{\"big\":\"aaa".getBytes(StandardCharsets.UTF_8), 70_000, null);
        sink().deliver(List.of(CALL.withArguments(cut).decided()));

        assertThat(onlyCall().decision().arguments()).isEqualTo(cut);
    }

    @Test
    void notesAreKept() throws Exception {
        AuditEvent.Noted withoutSession =
                new AuditEvent.Noted(
                        "n2", SampleCall.START.plusSeconds(1), "policy_loaded", null, "revision 8");
        sink().deliver(List.of(note("n1"), withoutSession));

        assertThat(notes()).containsExactly(note("n1"), withoutSession);
    }

    @Test
    void emptyDeliveryIsNothing() throws Exception {
        sink().deliver(List.of());

        assertThat(stored()).isEmpty();
    }

    @Test
    void closingEndsTheOpenCallsOfThatWriterOnly() throws Exception {
        SampleCall open = CALL.withWriter("host-1");
        SampleCall done = SampleCall.numbered(2).withWriter("host-1");
        SampleCall namesake = SampleCall.numbered(3).withWriter("host-1-2");
        SampleCall other = SampleCall.numbered(4).withWriter("host");
        sink().deliver(
                        List.of(
                                open.decided(),
                                done.decided(),
                                done.settled(),
                                namesake.decided(),
                                other.decided()));

        sink().closeOpenCalls("host-1");

        List<CallRecord> stored = stored();
        AuditEvent.CallSettled closed = Objects.requireNonNull(stored.getFirst().outcome());
        assertThat(closed.decisionId()).isEqualTo(open.decisionId());
        assertThat(closed.status()).isEqualTo(CallStatus.UNKNOWN);
        assertThat(closed.reason()).isNotBlank();
        assertThat(stored.getFirst().status()).isEqualTo(CallStatus.UNKNOWN);
        assertThat(stored.get(1).outcome()).isEqualTo(done.settled());
        assertThat(stored.get(2).outcome()).isNull();
        assertThat(stored.get(3).outcome()).isNull();
    }

    @Test
    void everyChangeGetsAMarkOfItsOwnThatIsHigherThanAllBefore() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            events.add(SampleCall.numbered(number).decided());
        }
        sink().deliver(events);
        List<Long> inserted = stored().stream().map(CallRecord::mark).toList();
        sink().deliver(List.of(SampleCall.numbered(2).settled()));
        long settled = stored().get(2).mark();
        sink().closeOpenCalls("w1");
        List<Long> closed =
                stored().stream()
                        .filter(call -> call.decision().basis().decision() == CallDecision.ALLOWED)
                        .filter(call -> call.status() == CallStatus.UNKNOWN)
                        .map(CallRecord::mark)
                        .toList();

        assertThat(inserted).doesNotHaveDuplicates();
        assertThat(settled).isGreaterThan(Collections.max(inserted));
        assertThat(closed).hasSize(4).doesNotHaveDuplicates();
        assertThat(closed).allSatisfy(mark -> assertThat(mark).isGreaterThan(settled));
    }

    private static AuditEvent.Noted note(String id) {
        return new AuditEvent.Noted(
                id, SampleCall.START, "message_refused", "session-1", "duplicate key");
    }
}
