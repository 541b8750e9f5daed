package io.agentgate.gateway;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallEnd;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Redactions;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.circuit.CircuitState;
import io.agentgate.gateway.era.Manner;
import io.agentgate.gateway.journal.Appender;
import io.agentgate.gateway.journal.Commit;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalException;
import io.agentgate.gateway.meter.CallMeter;
import io.agentgate.gateway.redact.Capture;
import io.agentgate.policy.Decision;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pen of the gateway: turns what happens to calls into journal events. Thread safe. */
public final class Recorder {
    /** Names of tools are shorter, those of resources have any length. */
    private static final int MAX_NAME = 1_024;

    private final Appender journal;
    private final Capture capture;
    private final Clocks clocks;
    private final CallMeter meter;
    private final RecordingHealth health;
    private final NoteLimit notes;
    private final AtomicLong lastNumber;
    private final boolean hearsOfTurns;

    /** A pen for one journal, of a process that counts nothing. */
    public Recorder(Journal journal, Capture capture, Clocks clocks, Consumer<String> problems) {
        this(journal, capture, clocks, problems, CallMeter.NONE);
    }

    /**
     * A pen for one journal.
     *
     * @param problems takes a line for people when recording begins to fail
     * @param meter counts what is recorded
     */
    public Recorder(
            Journal journal,
            Capture capture,
            Clocks clocks,
            Consumer<String> problems,
            CallMeter meter) {
        this.journal = journal;
        this.meter = meter;
        this.capture = capture;
        this.clocks = clocks;
        this.health = new RecordingHealth(problems);
        this.notes = new NoteLimit(clocks.nanoTime());
        this.lastNumber = new AtomicLong();
        this.hearsOfTurns = false;
    }

    private Recorder(Recorder other, Executor endOfTurn) {
        this.journal = other.journal.inTurns(endOfTurn, other::outcome);
        this.hearsOfTurns = true;
        this.meter = other.meter;
        this.capture = other.capture;
        this.clocks = other.clocks;
        this.health = other.health;
        this.notes = other.notes;
        this.lastNumber = other.lastNumber;
    }

    /**
     * The same pen for one event loop, which writes at the end of each of its turns.
     *
     * @param endOfTurn runs a task on the loop, behind what the loop has to do now
     */
    Recorder inTurns(Executor endOfTurn) {
        return new Recorder(this, endOfTurn);
    }

    /** An id no other event of any writer has: the writer, a dash, a number. */
    String nextId() {
        return journal.writer() + "-" + lastNumber.incrementAndGet();
    }

    /** Records what was decided on a call. */
    Commit decided(Call call, @Nullable Refusal refusal) throws JournalException {
        meter.decided(call, refusal);
        return append(made(() -> decision(call, refusal)));
    }

    /**
     * Records a call that is refused before any rule can judge it. Its arguments are left out: they
     * may have more than one reading.
     */
    Commit unreadable(CallOrigin origin, PolicySet policies, String reason)
            throws JournalException {
        meter.unreadable(policies, origin.tool());
        DecisionBasis basis =
                new DecisionBasis(CallDecision.FAILED, null, reason, policies.revision());
        return append(
                made(
                        () ->
                                new AuditEvent.CallDecided(
                                        nextId(),
                                        clocks.now(),
                                        storable(origin, policies.storageRedactions(origin.tool())),
                                        basis,
                                        null)));
    }

    private AuditEvent decision(Call call, @Nullable Refusal refusal) {
        List<Rule> redactions = call.storageRedactions();
        Frame frame = call.request().frame();
        return new AuditEvent.CallDecided(
                call.decisionId(),
                call.time(),
                storable(call.origin(), redactions),
                basis(call, refusal),
                capture.arguments(frame, call.request().params().arguments(), redactions));
    }

    /** What the client chose may hold what a rule hides, even where it is only a name. */
    private CallOrigin storable(CallOrigin origin, List<Rule> redactions) {
        if (redactions.isEmpty() && origin.tool().length() <= MAX_NAME) {
            return origin;
        }
        String requestId = origin.requestId();
        String tool = capture.word(origin.tool(), redactions);
        return new CallOrigin(
                origin.session(),
                origin.agent(),
                origin.caller(),
                origin.server(),
                tool.length() <= MAX_NAME ? tool : tool.substring(0, MAX_NAME) + '…',
                requestId == null ? null : capture.word(requestId, redactions));
    }

    /** An event that cannot be made cannot be recorded, and what it is about is refused. */
    private AuditEvent made(Supplier<AuditEvent> event) throws JournalException {
        try {
            return event.get();
        } catch (RuntimeException notMade) {
            throw health.failed(new JournalException("an event cannot be made", notMade));
        }
    }

    private static DecisionBasis basis(Call call, @Nullable Refusal refusal) {
        String revision = call.policies().revision();
        Decision decision = call.decision();
        String shadow = decision == null ? null : decision.shadows().words();
        if (refusal != null) {
            return new DecisionBasis(
                    refusal.decision(),
                    refusal.rule(),
                    joined(refusal.reason(), shadow),
                    revision,
                    call.redactions(),
                    Evaluating.of(call));
        }
        Rule rule = decision == null ? null : decision.rule();
        String ruleId = rule == null ? null : rule.id();
        String retry = call.retryOf() == null ? null : "retry of " + call.retryOf();
        return new DecisionBasis(
                CallDecision.ALLOWED,
                ruleId,
                joined(retry, shadow),
                revision,
                call.redactions(),
                Evaluating.of(call));
    }

    private static @Nullable String joined(@Nullable String reason, @Nullable String shadow) {
        if (reason == null || shadow == null) {
            return reason == null ? shadow : reason;
        }
        return reason + "; " + shadow;
    }

    /** Records an answer, in the form in which it goes to the client. */
    Commit answered(Call call, CallEnd end, Response answer) throws JournalException {
        long took = clocks.nanoTime() - call.startNanos();
        meter.answered(call, took);
        meter.ended(call, end.status(), took);
        return append(
                made(
                        () ->
                                end(
                                        call,
                                        end,
                                        capture.result(
                                                answer.frame(),
                                                answer.outcome().span(),
                                                call.storageRedactions()))));
    }

    /** Records the end of a call that has no answer. */
    Commit unanswered(Call call, CallStatus status, String reason) throws JournalException {
        meter.unanswered(call);
        meter.ended(call, status, clocks.nanoTime() - call.startNanos());
        return append(end(call, new CallEnd(status, reason, Redactions.NONE), null));
    }

    /** Counts a call that was to be let through and cannot be recorded. */
    void withdrawn(Call call) {
        meter.ended(call, CallStatus.ERROR, clocks.nanoTime() - call.startNanos());
    }

    /** Looks at an answer that is not recorded, because no rule speaks about what was asked. */
    void released(Session session, Pending asked, Response answer) {
        String server = session.identity().server();
        meter.released(server, asked, answer);
        if (session.manner() instanceof Manner.Alone) {
            // A server of the other era is spoken with in a session.
            meter.servers().spoke(server, Era.STATELESS_REVISION);
        }
    }

    /** Takes note of a request that its server will not answer. */
    void lost(Session session, String reason) {
        meter.lost(session.identity().server(), reason);
    }

    private AuditEvent end(Call call, CallEnd end, @Nullable Payload result) {
        return new AuditEvent.CallSettled(
                call.decisionId(),
                clocks.now(),
                call.origin().session(),
                end,
                clocks.nanoTime() - call.startNanos(),
                result);
    }

    private Commit append(AuditEvent event) throws JournalException {
        try {
            Commit commit = journal.append(event);
            if (commit instanceof Commit.Later(CompletionStage<Void> sync)) {
                if (!hearsOfTurns) {
                    sync.whenComplete((done, failure) -> outcome(failure));
                }
            } else {
                health.recorded();
            }
            return commit;
        } catch (JournalException notRecorded) {
            throw health.failed(notRecorded);
        }
    }

    private void outcome(@Nullable Throwable failure) {
        if (failure == null) {
            health.recorded();
        } else {
            health.failed(known(failure));
        }
    }

    private static JournalException known(Throwable failure) {
        return failure instanceof JournalException notWritten
                ? notWritten
                : new JournalException("the journal cannot be synced to the disk", failure);
    }

    /**
     * Records something that is not a call. Notes are a courtesy: they are limited in number, and
     * one that cannot be recorded stops nothing.
     */
    public void note(String kind, @Nullable String session, String detail) {
        String text = notes.admit(clocks.nanoTime(), detail);
        if (text == null) {
            return;
        }
        try {
            append(new AuditEvent.Noted(nextId(), clocks.now(), kind, session, text));
        } catch (JournalException notRecorded) {
            notes.notRecorded();
        }
    }

    /** Records that the end of a call opened or closed the circuit of its tool. */
    public void circuit(Call call, CircuitState state) {
        CallOrigin origin = storable(call.origin(), call.storageRedactions());
        note(
                state == CircuitState.OPEN ? "circuit_opened" : "circuit_closed",
                origin.session(),
                "tool " + origin.tool() + " of server " + origin.server());
    }
}
