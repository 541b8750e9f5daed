package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.ListedHints;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.retry.Rounds;
import io.agentgate.protocol.Cancellation;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Scanned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The only door: every message of every transport passes here, in either direction.
 *
 * <pre>
 *   client → server   admit:   scan → method → [tools/call: guards → journal] → Forward | Reply
 *   server → client   release: scan → match id → guards → [tools/call: journal] → Forward | Drop
 * </pre>
 *
 * <p>A gatekeeper reads with its own scanners: each direction is used by one thread at a time. A
 * transport with more threads gives each {@linkplain #forEventLoop a gatekeeper of its own}; they
 * all guard the same door, and any of them serves any session.
 */
public final class Gatekeeper {
    /** A request without any sign of life for so long is given up: one hour, or less. */
    public static final long MAX_SILENCE_NANOS = Timeouts.USUAL.usualNanos();

    private static final String INITIALIZE = "initialize";

    private final PolicySource policies;
    private final Judgement judgement;
    private final Recorder recorder;
    private final Rounds rounds;
    private final Clocks clocks;
    private final ListedHints hints;
    private final Endings endings;
    private final Upward upward;
    private final Downward downward;

    /**
     * The door to all sessions of a process that knows no other.
     *
     * @param guards in the order in which they judge; cheap refusals first
     */
    public Gatekeeper(PolicySource policies, List<Guard> guards, Recorder recorder, Clocks clocks) {
        this(policies, guards, recorder, Rounds.ofOneProcess(clocks.wall()), clocks);
    }

    /**
     * The door to all sessions of a process.
     *
     * @param guards in the order in which they judge; cheap refusals first
     * @param rounds knows the retries of calls
     */
    public Gatekeeper(
            PolicySource policies,
            List<Guard> guards,
            Recorder recorder,
            Rounds rounds,
            Clocks clocks) {
        this(policies, new Judgement(guards), recorder, rounds, clocks, new ListedHints());
    }

    private Gatekeeper(
            PolicySource policies,
            Judgement judgement,
            Recorder recorder,
            Rounds rounds,
            Clocks clocks,
            ListedHints hints) {
        this.policies = policies;
        this.judgement = judgement;
        this.recorder = recorder;
        this.rounds = rounds;
        this.clocks = clocks;
        this.hints = hints;
        this.endings = new Endings(judgement, recorder);
        this.upward = new Upward(policies, judgement, recorder, endings, rounds, clocks, hints);
        this.downward = new Downward(policies, judgement, recorder, endings, rounds, clocks, hints);
    }

    /**
     * The same door, for an event loop: what is decided in one turn of it is recorded at once, and
     * each ruling that depends on it comes {@link Ruling.Later later}, at the end of the turn.
     *
     * @param endOfTurn runs a task on the loop, behind what the loop has to do now
     */
    public Gatekeeper forEventLoop(Executor endOfTurn) {
        return new Gatekeeper(
                policies, judgement, recorder.inTurns(endOfTurn), rounds, clocks, hints);
    }

    /** Rules on a message of the client. */
    public Ruling admit(Session session, byte[] message) {
        return upward.rule(session, message);
    }

    /**
     * Rules on the first message of a client that has no session yet: {@code initialize}, or it is
     * sent back (MCP 2025-11-25, lifecycle).
     */
    public Ruling admitFirst(Session session, byte[] message) {
        return upward.ruleFirst(session, message);
    }

    /**
     * Rules on a message that goes to its server in another form: whether it may, by what its era
     * demands of it. In its other form it is still to be {@linkplain #admit admitted}.
     *
     * @param session what it is recorded under
     * @return what to do instead; null if it may go on
     */
    public @Nullable Ruling objection(Session session, Scanned message) {
        return upward.objection(session, message);
    }

    /** Rules on a message of the client that is too large to be read; given are its two ends. */
    public Ruling admitOversized(Session session, byte[] head, byte[] tail) {
        return upward.ruleOversized(session, head, tail);
    }

    /** Rules on a message of the server. */
    public Ruling release(Session session, byte[] message) {
        return downward.rule(session, message);
    }

    /** Rules on a message of the server that is too large to be read; given are its two ends. */
    public Ruling releaseOversized(Session session, byte[] head, byte[] tail) {
        return downward.ruleOversized(session, head, tail);
    }

    /**
     * Whether a word of the server's that is no part of a message, such as an event id, may go to
     * the client as it is.
     */
    public boolean mayTell(String word) {
        return downward.mayTell(word);
    }

    /**
     * Ends a forwarded request whose answer will not come the way it was waited for.
     *
     * @param id what {@link Ruling.Forward#awaits} said
     * @param reason what the client is told
     * @return forwards what to tell the client; drops if the request has ended already
     */
    public Ruling lose(Session session, Id id, Loss loss, String reason) {
        Pending pending = session.clientRequests().remove(id);
        if (pending == null) {
            return Ruling.DROP;
        }
        recorder.lost(session, reason);
        return endings.giveUp(pending, loss.ending(), loss.status(), reason);
    }

    /**
     * Whether a forwarded request that was lost may be sent again as it was: it is still waited for
     * and will be then, and either its server has seen nothing of it, or a second time does no
     * harm.
     *
     * @param id what {@link Ruling.Forward#awaits} said
     * @param pause after which it would be sent
     */
    public boolean mayRepeat(Session session, Id id, Loss loss, Duration pause) {
        Pending pending = session.clientRequests().get(id);
        return pending != null
                && pending.isSent()
                && pending.overdue(clocks.nanoTime() + pause.toNanos()) <= 0
                && Repeats.allow(session, pending, loss);
    }

    /** Ends requests of a session that took longer than its {@linkplain Timeouts timeouts} let. */
    public List<Overdue> expire(Session session) {
        return expire(session, Duration.ZERO);
    }

    /**
     * The same for those that are late, since whoever is to end them in time did not.
     *
     * @param late by how much, at least
     */
    public List<Overdue> expire(Session session, Duration late) {
        long now = clocks.nanoTime();
        session.serverRequests().removeOverdue(now, 0);
        List<Overdue> overdue = new ArrayList<>();
        for (Pending pending : session.clientRequests().removeOverdue(now, late.toNanos())) {
            overdue.add(overdue(session, pending, now));
        }
        return overdue;
    }

    /**
     * Ends a request if it took longer than it may.
     *
     * @param id what {@link Ruling.Forward#awaits} said
     * @return null if it did not, or has ended already
     */
    public @Nullable Overdue expire(Session session, Id id) {
        long now = clocks.nanoTime();
        Pending pending = session.clientRequests().removeOverdue(id, now);
        return pending == null ? null : overdue(session, pending, now);
    }

    private Overdue overdue(Session session, Pending pending, long now) {
        String reason = "the server did not answer within " + pending.waitedSeconds(now) + " s";
        recorder.lost(session, reason);
        Ruling told = endings.giveUp(pending, Ending.UNANSWERED, CallStatus.UNKNOWN, reason);
        // What was not sent needs no word, and MCP lets nobody cancel initialize.
        boolean silent = !pending.isSent() || pending.method().equals(INITIALIZE);
        return new Overdue(
                pending.id(), told, silent ? null : Cancellation.of(pending.id(), reason));
    }

    /**
     * Ends all requests of a session whose server is gone.
     *
     * @return what to tell the client, if it is still there
     */
    public List<Ruling> end(Session session, String reason) {
        session.serverRequests().removeAll();
        List<Pending> unanswered = session.clientRequests().removeAll();
        if (!unanswered.isEmpty()) {
            recorder.lost(session, reason);
        }
        return giveUp(unanswered, Ending.UNANSWERED, reason);
    }

    /** Ends all requests of a session whose client is gone, which speaks against nobody. */
    public void abandon(Session session, String reason) {
        session.serverRequests().removeAll();
        giveUp(session.clientRequests().removeAll(), Ending.CANCELLED, reason);
    }

    /** Ends all requests of a client that gives them up by leaving. */
    public void cancel(Session session, String reason) {
        for (Pending request : session.clientRequests().removeAll()) {
            endings.giveUp(request, Ending.CANCELLED, CallStatus.CANCELLED, reason);
        }
    }

    private List<Ruling> giveUp(List<Pending> requests, Ending ending, String reason) {
        List<Ruling> told = new ArrayList<>(requests.size());
        for (Pending request : requests) {
            told.add(endings.giveUp(request, ending, CallStatus.UNKNOWN, reason));
        }
        return told;
    }

    /**
     * Records what a transport saw that is no message; see {@link Recorder#note}.
     *
     * @param kind a fixed word such as {@code login_failed}
     */
    public void note(String kind, String detail) {
        recorder.note(kind, null, detail);
    }
}
