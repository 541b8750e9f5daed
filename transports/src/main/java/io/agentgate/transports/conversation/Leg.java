package io.agentgate.transports.conversation;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.Overdue;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Repeating;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's link to one server, and the door before it: what comes from the server is ruled
 * on in its order, and only then heard. Used at the conversation's home; as a listener on any
 * thread.
 */
final class Leg implements LinkListener {
    /** Bytes of messages that may wait to be ruled on before the link is asked to pause. */
    private static final long MANY_BYTES = 1 << 20;

    private final EventLoop home;
    private final Session session;
    private final Heard heard;
    private final Deque<Arrival> arrivals = new ArrayDeque<>(2);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Repeatable repeatable;

    /** What was lost and waits to be sent again. */
    private final Map<Id, Arrival.Lost> resting = new HashMap<>();

    private @Nullable ServerLink link;
    private boolean held;
    private boolean slowed;
    private boolean overwhelmed;
    private boolean over;

    /** What comes from the server, once it may be heard; called at home. */
    interface Heard {
        /**
         * A message for the client.
         *
         * @param within the request on whose own stream it came, if the server has such streams
         */
        void message(Frame frame, Bearing bearing, @Nullable Id within);

        /** The link has ended; all that waited on it was heard to be lost. */
        void ended(String reason);
    }

    /** What happened on the link, in its order. */
    private sealed interface Arrival {
        @SuppressWarnings("ArrayRecordComponent") // Handed from link to gatekeeper.
        record Message(byte[] bytes, @Nullable Id within) implements Arrival {}

        @SuppressWarnings("ArrayRecordComponent") // Likewise.
        record Oversized(byte[] head, byte[] tail) implements Arrival {}

        record Lost(Id request, Loss loss, String reason) implements Arrival {}

        record Ruled(Ruling ruling) implements Arrival {}

        record Ended(String reason) implements Arrival {}

        record Over(String reason) implements Arrival {}
    }

    Leg(EventLoop home, Session session, Heard heard) {
        this.home = home;
        this.session = session;
        this.heard = heard;
        this.repeatable = new Repeatable(session);
    }

    /** Opens the link. */
    void open(Links links) throws LinkException {
        link = links.open(session.identity(), this);
    }

    /** What the gatekeeper knows of it. */
    Session session() {
        return session;
    }

    /** Sends what the gatekeeper let through. */
    void send(ServerLink.Outgoing message) {
        if (link != null && !over) {
            if (message.awaits() != null) {
                repeatable.keep(message.awaits(), message);
            }
            link.send(message);
        } else if (message.awaits() != null) {
            lost(message.awaits(), Loss.NOT_SENT, "the server is not there");
        }
    }

    /** Gives requests up that took too long. */
    void expire() {
        for (Overdue overdue : home.gatekeeper().expire(session)) {
            if (link != null && overdue.toServer() != null) {
                link.giveUp(overdue.request(), overdue.toServer());
            }
            repeatable.forget(overdue.request());
            leave(overdue.toClient());
        }
        goOn();
    }

    /** Ends it from this side, but as if the server had: what waits on it is heard to be lost. */
    void leave(String reason) {
        if (link != null) {
            link.close();
        }
        ended(reason);
    }

    /** Ends it from this side. */
    void close(String reason) {
        if (!over) {
            over = true;
            arrivals.clear();
            repeatable.clear();
            home.gatekeeper().abandon(session, reason);
            if (link != null) {
                link.close();
            }
        }
    }

    /** Lets nothing more through until {@link #quicken}: the client does not keep up. */
    void slow() {
        slowed = true;
        pace();
    }

    void quicken() {
        slowed = false;
        pace();
        goOn();
    }

    private void pace() {
        boolean wanted = slowed || waitingBytes.get() > MANY_BYTES;
        if (link != null && wanted != overwhelmed) {
            overwhelmed = wanted;
            if (wanted) {
                link.pause();
            } else {
                link.resume();
            }
        }
    }

    @Override
    public void received(byte[] message, @Nullable Id within) {
        waitingBytes.addAndGet(message.length);
        tell(new Arrival.Message(message, within));
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        tell(new Arrival.Oversized(head, tail));
    }

    @Override
    public void lost(Id request, Loss loss, String reason) {
        tell(new Arrival.Lost(request, loss, reason));
    }

    @Override
    public void ended(String reason) {
        tell(new Arrival.Ended(reason));
    }

    private void tell(Arrival arrival) {
        home.run(
                () -> {
                    if (!over) {
                        arrivals.addLast(arrival);
                        goOn();
                    }
                });
    }

    private void leave(Ruling ruling) {
        arrivals.addLast(new Arrival.Ruled(ruling));
    }

    private void goOn() {
        while (!held && !slowed && !over) {
            Arrival next = arrivals.pollFirst();
            if (next == null) {
                break;
            }
            arrive(next);
        }
        pace();
    }

    private void arrive(Arrival arrival) {
        switch (arrival) {
            case Arrival.Message(byte[] bytes, Id within) -> {
                waitingBytes.addAndGet(-bytes.length);
                follow(home.release(session, bytes), within);
            }
            case Arrival.Oversized(byte[] head, byte[] tail) ->
                    follow(home.gatekeeper().releaseOversized(session, head, tail), null);
            case Arrival.Lost(Id request, Loss loss, String reason) -> {
                if (!repeats(request, loss, reason)) {
                    follow(home.gatekeeper().lose(session, request, loss, reason), null);
                }
            }
            case Arrival.Ruled(Ruling ruling) -> follow(ruling, null);
            case Arrival.Ended(String reason) -> end(reason);
            case Arrival.Over(String reason) -> {
                over = true;
                heard.ended(reason);
            }
        }
    }

    /** Sends a request again in a while, if that is safe. */
    private boolean repeats(Id request, Loss loss, String reason) {
        int before = repeatable.repeated(request);
        if (before < 0) {
            return false;
        }
        Duration pause = Repeating.pause(before);
        if (!home.gatekeeper().mayRepeat(session, request, loss, pause)) {
            return false;
        }
        repeatable.repeat(request);
        resting.put(request, new Arrival.Lost(request, loss, reason));
        Future<?> _ = home.after(pause, () -> again(request));
        return true;
    }

    private void again(Id request) {
        resting.remove(request);
        ServerLink.Outgoing message = repeatable.message(request);
        if (link != null && !over && message != null) {
            link.send(message);
        }
    }

    /** What waited is told first, then that it is over. */
    private void end(String reason) {
        List<Ruling> lost =
                resting.values().stream()
                        .map(
                                each ->
                                        home.gatekeeper()
                                                .lose(
                                                        session,
                                                        each.request(),
                                                        each.loss(),
                                                        each.reason()))
                        .toList();
        resting.clear();
        List<Ruling> last = home.gatekeeper().end(session, reason);
        arrivals.clear();
        repeatable.clear();
        lost.forEach(this::leave);
        last.forEach(this::leave);
        arrivals.addLast(new Arrival.Over(reason));
    }

    private void follow(Ruling ruling, @Nullable Id within) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, Bearing bearing) -> {
                if (bearing instanceof Bearing.Answers answers) {
                    repeatable.forget(answers.id());
                }
                heard.message(frame, bearing, within);
            }
            case Ruling.Reply(Frame frame, _) ->
                    send(new ServerLink.Outgoing(frame, null, null, null));
            case Ruling.Later(CompletionStage<Ruling> later) -> hold(later, within);
            case Ruling.Elsewhere _, Ruling.Drop _ -> {}
        }
    }

    /** Messages keep their order, so those behind one that waits do too. */
    private void hold(CompletionStage<Ruling> later, @Nullable Id within) {
        held = true;
        home.after(
                later,
                ruling -> {
                    held = false;
                    follow(ruling, within);
                    goOn();
                });
    }
}
