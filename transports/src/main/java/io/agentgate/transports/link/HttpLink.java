package io.agentgate.transports.link;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.transports.entrance.VisibleText;
import io.agentgate.transports.exchange.Cancelling;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Failure;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Instance;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server of Streamable HTTP.
 *
 * <pre>
 *   open ──404, or a fault──▶ ended: what is sent is lost
 *    └──close──▶ closed: nothing is told
 * </pre>
 *
 * <p>Lives on its loop; what is public may be called on any thread.
 */
final class HttpLink implements ServerLink {
    static final String SESSION_OVER = "the server ended the session";

    /** Most requests that may be in progress. */
    static final int MAX_REQUESTS = 1_024;

    /** Most streams that the server may leave open behind the answer they were for. */
    static final int MAX_LINGERING = 16;

    private final HttpLinks links;
    private final EventLoop home;
    private final Telling telling;
    private final Outbox outbox = new Outbox(this::post);

    /** Those whose answer did not come yet, by the ids of their requests. */
    private final Map<Id, Posted> waiting = new HashMap<>();

    /** All that is on its way, in either direction. */
    private final Set<Flow> flows = new HashSet<>();

    private final Deque<Posted> lingering = new ArrayDeque<>();
    private final LastHeaders last = new LastHeaders();
    private final Set<Instance> missed = new HashSet<>(2);
    private Instance at;
    private @Nullable String sessionId;
    private boolean begun;
    private boolean listening;
    private boolean heardByGet;
    private @Nullable String ended;
    private volatile boolean closed;

    HttpLink(HttpLinks links, LinkListener listener) {
        this.links = links;
        this.home = links.home();
        this.at = links.instances().choose();
        this.telling = new Telling(listener, this::failed);
    }

    @Override
    public void send(Outgoing message) {
        if (!closed) {
            home.run(() -> take(message));
        }
    }

    @Override
    public void giveUp(Id request, Frame cancellation) {
        if (!closed) {
            home.run(() -> forget(request, cancellation));
        }
    }

    @Override
    public void pause() {
        home.run(
                () -> {
                    telling.pause();
                    flows.forEach(Flow::pause);
                });
    }

    @Override
    public void resume() {
        home.run(
                () -> {
                    telling.resume();
                    if (!telling.isPaused()) {
                        List.copyOf(flows).forEach(Flow::resume);
                    }
                });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            telling.silence();
            home.run(this::stop);
        }
    }

    private void take(Outgoing message) {
        if (closed) {
            return;
        }
        if (ended != null) {
            refuse(message, ended);
        } else if (!outbox.take(message)) {
            refuse(message, "too many messages wait for the server");
        }
    }

    private void refuse(Outgoing message, String reason) {
        if (message.awaits() != null) {
            telling.lost(message.awaits(), Loss.NOT_SENT, reason);
        }
    }

    private void post(Outgoing message) {
        Id id = message.awaits();
        if (id != null && waiting.size() >= MAX_REQUESTS) {
            refuse(message, "too many requests wait for the server");
            return;
        }
        last.note(message);
        Mirror alone = message.mirror();
        // Calls may be long, and nothing of them has to be known here.
        boolean plain = alone != null || (begun && id != null);
        Glance.Sent sent =
                plain ? new Glance.Sent.Anything() : links.glance().sent(message.frame());
        Posted posted = new Posted(this, id, sent, alone);
        flows.add(posted);
        if (id != null) {
            Posted before = waiting.put(id, posted);
            if (before != null) {
                drop(before);
            }
        }
        if (posted.holdsOthers()) {
            outbox.hold(posted);
        }
        byte[] bytes = message.frame().bytes();
        if (alone == null) {
            posted.begin(bytes, sessionId, last.headers(null));
        } else {
            posted.begin(bytes, null, ForwardedHeaders.alone(alone, last.subject()));
        }
    }

    /** A message was taken, or never will be: those behind it may go on. */
    void settled(Posted posted) {
        outbox.release(posted);
    }

    /**
     * The server began a session, and named it or not.
     *
     * @return whether it can be gone on with
     */
    boolean begun(@Nullable String id) {
        if (id != null && !VisibleText.is(id)) {
            // It could never be sent back (MCP 2025-11-25, session management: visible ASCII).
            end("the server's session id is not valid");
            return false;
        }
        sessionId = id;
        begun = true;
        return true;
    }

    /** The server took what awaits no answer. */
    void taken(Glance.Sent sent) {
        switch (sent) {
            case Glance.Sent.Ready() -> listen();
            case Glance.Sent.GivesUp(Id request) -> {
                Posted given = waiting.remove(request);
                if (given != null) {
                    drop(given);
                    telling.lost(request, Loss.BROKEN, "cancelled by the client");
                }
            }
            case Glance.Sent.Begins(), Glance.Sent.Anything() -> {}
        }
    }

    private void listen() {
        if (!listening) {
            listening = true;
            Followed own = new Followed(this, null);
            flows.add(own);
            // Behind requests it would be too late for what the server says on it of them.
            outbox.hold(own);
            own.open();
        }
    }

    /** The server will see this stream before what is sent from now on, or never. */
    void settled(Followed stream) {
        outbox.release(stream);
    }

    /** Past the outbox: a server that hangs must not keep what comes after from others. */
    private void forget(Id request, Frame cancellation) {
        Posted given = outbox.withdraw(request) ? null : waiting.remove(request);
        if (given == null) {
            return;
        }
        drop(given);
        if (given.isAlone()) {
            // That says it (MCP 2026-07-28, basic/patterns/cancellation).
            return;
        }
        Cancelling word = new Cancelling();
        Upstream.Sending sending =
                upstream().post(sessionId, last.headers(null), cancellation.bytes(), word);
        word.until(home.after(Cancelling.PATIENCE, sending::giveUp));
    }

    private void drop(Posted posted) {
        flows.remove(posted);
        posted.abort();
        settled(posted);
    }

    /** A whole message came. */
    void heard(byte[] message, @Nullable Id within) {
        if (ended != null || closed) {
            // It came in one piece with what ended the link.
            return;
        }
        Id answered = waiting.isEmpty() ? null : links.glance().answered(message);
        Posted asked = answered == null ? null : waiting.remove(answered);
        if (asked != null) {
            asked.answered();
            linger(asked);
        }
        telling.received(message, within);
    }

    /** A stream should end behind the answer; of those that do not, a few are kept. */
    private void linger(Posted posted) {
        lingering.addLast(posted);
        if (lingering.size() > MAX_LINGERING) {
            drop(lingering.removeFirst());
        }
    }

    void heardOversized(byte[] head, byte[] tail) {
        if (ended == null) {
            telling.oversized(head, tail);
        }
    }

    /** A flow came to its end. */
    void over(Flow flow) {
        flows.remove(flow);
        if (flow instanceof Posted posted) {
            lingering.remove(posted);
        }
    }

    /** A request was not answered, and will not be. */
    void lose(Posted posted, Failure why) {
        Id id = posted.id();
        over(posted);
        if (id != null && waiting.remove(id, posted)) {
            telling.lost(id, why.loss(), why.reason());
        }
        if (id != null && !posted.isAlone() && isGone(why)) {
            // There is no session to go on with; another link may find the server there.
            end(why.reason());
        }
    }

    private boolean isGone(Failure why) {
        return begun ? why.loss() == Loss.NOT_SENT && at.isOut() : why.loss() != Loss.TURNED_AWAY;
    }

    /** The server knows the session no more. */
    void sessionOver(@Nullable Posted posted) {
        sessionId = null;
        if (posted != null) {
            lose(posted, new Failure(Loss.NO_ANSWER, SESSION_OVER));
        }
        end(SESSION_OVER);
    }

    private void failed(RuntimeException unexpected) {
        home.failed(unexpected);
        end("the gateway failed");
    }

    private void end(String reason) {
        if (ended != null || closed) {
            return;
        }
        ended = reason;
        List<Id> unanswered = List.copyOf(waiting.keySet());
        List<Outgoing> unsent = outbox.clear();
        stop();
        unanswered.forEach(id -> telling.lost(id, Loss.BROKEN, reason));
        unsent.forEach(message -> refuse(message, reason));
        telling.ended(reason);
    }

    /** Leaves nothing behind, neither here nor at the server. */
    private void stop() {
        List<Flow> open = List.copyOf(flows);
        flows.clear();
        waiting.clear();
        lingering.clear();
        List<Outgoing> _ = outbox.clear();
        open.forEach(Flow::abort);
        String known = sessionId;
        sessionId = null;
        if (known != null) {
            Upstream.Sending _ = upstream().delete(known, last.headers(null), Unheard.OUTCOME);
        }
    }

    EventLoop home() {
        return home;
    }

    Upstream upstream() {
        return links.upstream(at);
    }

    /** Goes to another endpoint, if none has seen anything yet and there is one not tried. */
    boolean turnsElsewhere() {
        if (begun || links.instances().all().size() == 1) {
            return false;
        }
        missed.add(at);
        Instance other = links.instances().other(missed);
        if (other == null) {
            // What comes next may try them again.
            missed.clear();
            return false;
        }
        at = other;
        return true;
    }

    Pauses pauses() {
        return links.pauses();
    }

    boolean isPaused() {
        return telling.isPaused();
    }

    /** Opens a stream of the server's, or goes on with one behind an event. */
    Upstream.Sending get(@Nullable String lastEventId, Upstream.Outcome outcome) {
        return upstream().get(sessionId, last.headers(lastEventId), outcome);
    }

    /** The server lets streams be opened. */
    void heardByGet() {
        heardByGet = true;
    }

    /**
     * Whether a status of a GET says that the session is over. Servers without a stream of their
     * own are to say 405, and some know no such path instead.
     */
    boolean isSessionOver(UpstreamResponse response) {
        return response.status() == 404 && sessionId != null && heardByGet;
    }
}
