package io.agentgate.gateway;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Pending;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * The only door: every message of every transport passes here, in either direction.
 *
 * <pre>
 *   client → server   admit:   scan → method → [tools/call: guards → journal] → Forward | Reply
 *   server → client   release: scan → match id → guards → [tools/call: journal] → Forward | Drop
 * </pre>
 *
 * <p>Thread safe over sessions; one thread at a time for each direction of a session.
 */
public final class Gatekeeper {
    /** A request without any sign of life for so long is given up: one hour. */
    public static final long MAX_SILENCE_NANOS = 3_600_000_000_000L;

    private final Upward upward;
    private final Downward downward;
    private final Endings endings;
    private final Clocks clocks;

    /**
     * The door to all sessions of a process.
     *
     * @param guards in the order in which they judge; cheap refusals first
     */
    public Gatekeeper(PolicySource policies, List<Guard> guards, Recorder recorder, Clocks clocks) {
        Judgement judgement = new Judgement(guards);
        this.endings = new Endings(judgement, recorder);
        this.upward = new Upward(policies, judgement, recorder, endings, clocks);
        this.downward = new Downward(policies, judgement, recorder, endings, clocks);
        this.clocks = clocks;
    }

    /** Rules on a message of the client. */
    public Ruling admit(Session session, byte[] message) {
        return upward.rule(session, message);
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
     * Ends requests that showed no sign of life for {@link #MAX_SILENCE_NANOS}.
     *
     * @return what to tell the client
     */
    public List<Frame> expire(Session session) {
        long before = clocks.nanoTime() - MAX_SILENCE_NANOS;
        session.serverRequests().removeSilentSince(before);
        return giveUp(
                session.clientRequests().removeSilentSince(before),
                "the server did not answer in time");
    }

    /**
     * Ends all requests of a session whose server is gone.
     *
     * @return what to tell the client, if it is still there
     */
    public List<Frame> end(Session session, String reason) {
        session.serverRequests().removeAll();
        return giveUp(session.clientRequests().removeAll(), reason);
    }

    private List<Frame> giveUp(List<Pending> requests, String reason) {
        List<Frame> replies = new ArrayList<>(requests.size());
        for (Pending request : requests) {
            replies.add(endings.giveUp(request, Ending.UNANSWERED, CallStatus.UNKNOWN, reason));
        }
        return replies;
    }
}
