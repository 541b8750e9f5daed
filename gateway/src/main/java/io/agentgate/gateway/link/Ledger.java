package io.agentgate.gateway.link;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.Asked.Asker;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a shared link knows of its sessions: who they are, and who waits for what. Guarded by the
 * lock of the link.
 *
 * <p>What is to be sent or told is left here, and done behind the lock: see {@link SharedLink}.
 */
final class Ledger {
    private final Consumer<Outgoing> toLink;
    private final Turns toServer = new Turns();
    private final Set<Sharer> sessions = new LinkedHashSet<>();
    private final Set<Sharer> toWake = new LinkedHashSet<>();
    private final Map<Id, Asked> waiting = new HashMap<>();
    private final Subscriptions subscriptions = new Subscriptions();
    private final LogLevels levels = new LogLevels();
    private @Nullable Asked initializing;
    private @Nullable Response initialized;
    private long lastId;

    /**
     * @param toLink sends a message to the server
     */
    Ledger(Consumer<Outgoing> toLink) {
        this.toLink = toLink;
    }

    Set<Sharer> sessions() {
        return sessions;
    }

    /** Who came last of those who wait for an answer; null if nobody waits. */
    @Nullable Sharer latest() {
        Sharer latest = null;
        for (Sharer session : sessions) {
            latest = session.asked().isEmpty() ? latest : session;
        }
        return latest;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    LogLevels levels() {
        return levels;
    }

    /** The initialize that waits for its answer; null if none does. */
    @Nullable Asked initializing() {
        return initializing;
    }

    void initializing(Asked asked) {
        initializing = asked;
    }

    /** The result of initialize; null until there is one. */
    @Nullable Response initialized() {
        return initialized;
    }

    void initialized(Response result) {
        initialized = result;
    }

    /** What waits under this id of ours; null if nothing does. */
    @Nullable Asked waiting(@Nullable Id ours) {
        return ours == null ? null : waiting.get(ours);
    }

    /** There is something to tell a session. */
    void wake(Sharer session) {
        toWake.add(session);
    }

    /** Those who are to be told something, once. */
    List<Sharer> woken() {
        List<Sharer> woken = List.copyOf(toWake);
        toWake.clear();
        return woken;
    }

    /** Messages to the server, in their order. */
    Turns toServer() {
        return toServer;
    }

    /** All sessions hear of the end, and nothing waits any more. */
    void end(String reason) {
        for (Sharer session : sessions) {
            session.asked().clear();
            session.inbox().end(reason);
            wake(session);
        }
        sessions.clear();
        waiting.clear();
    }

    /** A request of a session will not be sent. */
    void lose(Sharer session, @Nullable Id request, String reason) {
        if (request != null) {
            session.inbox().lose(request, Loss.NOT_SENT, reason);
            wake(session);
        }
    }

    /**
     * Sends a session's request under an id of ours.
     *
     * @param more edits besides those of the ids
     */
    Asked ask(Sharer from, Outgoing message, Request request, List<Edit> more) {
        Id ours = nextId();
        Asked asked =
                new Asked(
                        ours,
                        request.method(),
                        new Asker(from, request.id(), request.params().progressToken()));
        waiting.put(ours, asked);
        from.asked().put(request.id(), asked);
        Frame frame = Rewriting.underOurId(request, ours, more);
        send(message.with(frame, ours));
        return asked;
    }

    /** An id that no request of this link had. */
    Id nextId() {
        lastId++;
        return Id.of("agentgate-" + lastId);
    }

    /** A session waits for an answer that another asked for. */
    void follow(Asked asked, Sharer from, Request request) {
        asked.follow(new Asker(from, request.id(), null));
        from.asked().put(request.id(), asked);
    }

    /** A session's request is answered without the server. */
    void answer(Sharer session, Id request, Frame frame) {
        session.inbox().answer(request, frame.bytes(), null);
        wake(session);
    }

    /** One waits no more; says whether the server is to be told. */
    boolean giveUp(Asked asked, Sharer session, Id theirs) {
        session.asked().remove(theirs);
        asked.leave(session, theirs);
        // An initialize is not cancelled (MCP, basic/utilities/cancellation).
        if (asked.equals(initializing) || !asked.askers().isEmpty()) {
            return false;
        }
        waiting.remove(asked.ours());
        subscriptions.answered(asked, false);
        return true;
    }

    /** A message of ours that goes the way the session's own go. */
    static Outgoing onBehalf(Sharer session, Frame frame, @Nullable Id awaits) {
        Outgoing last = session.last();
        return last == null
                ? new Outgoing(frame, awaits, null, null)
                : new Outgoing(frame, awaits, last.revision(), last.subject());
    }

    /** Leaves a message to the server. */
    void send(Outgoing message) {
        toServer.leave(() -> toLink.accept(message));
    }

    /** Takes a request out of all tables. */
    @Nullable Asked forget(Id ours) {
        Asked asked = waiting.remove(ours);
        if (asked == null) {
            return null;
        }
        asked.askers().forEach(asker -> asker.session().asked().remove(asker.id(), asked));
        if (asked.equals(initializing)) {
            initializing = null;
        }
        return asked;
    }
}
