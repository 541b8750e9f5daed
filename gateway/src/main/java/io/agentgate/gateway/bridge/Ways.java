package io.agentgate.gateway.bridge;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.gateway.link.Turns;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways from a link to its two sides. What is left here under the lock of the link is done
 * behind it, by whoever {@linkplain #work works}, for each side in its order.
 */
final class Ways {
    /** A server that asks for a longer pause before it can be reached again is not waited for. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final HandshakeLink link;
    private final Links server;
    private final SessionIdentity session;
    private final LinkListener listener;
    private final Timer timer;
    private final Turns toServer = new Turns();
    private final Turns toClient = new Turns();
    private long lastId;
    private boolean ended;

    /** Null while another is being opened. */
    private volatile @Nullable ServerLink below;

    private volatile boolean paused;
    private volatile boolean closed;

    Ways(
            HandshakeLink link,
            Links server,
            SessionIdentity session,
            LinkListener listener,
            Timer timer) {
        this.link = link;
        this.server = server;
        this.session = session;
        this.listener = listener;
        this.timer = timer;
    }

    /** Opens the first link to the server. */
    void open(LinkListener heard) throws LinkException {
        take(server.open(session, heard));
    }

    private void take(ServerLink opened) {
        below = opened;
        if (paused) {
            opened.pause();
        }
        if (closed) {
            opened.close();
        }
    }

    /** Does what was found, without the lock. */
    void work() {
        toServer.work();
        toClient.work();
    }

    void pause(boolean value) {
        paused = value;
        ServerLink open = below;
        if (open != null && value) {
            open.pause();
        } else if (open != null) {
            open.resume();
        }
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        ServerLink open = below;
        if (open != null) {
            open.close();
        }
    }

    /** Sends a message to the server. */
    void send(Outgoing message) {
        withServer(open -> open.send(message));
    }

    /** Gives a request to the server up. */
    void giveUp(Id request, Frame cancellation) {
        withServer(open -> open.giveUp(request, cancellation));
    }

    private void withServer(Consumer<ServerLink> work) {
        toServer.leave(
                () -> {
                    ServerLink open = below;
                    if (open != null && !closed) {
                        work.accept(open);
                    }
                });
    }

    /** Tells the client something. */
    void tell(byte[] message, @Nullable Id within) {
        toClient(() -> listener.received(message, within));
    }

    void tellOversized(byte[] head, byte[] tail) {
        toClient(() -> listener.oversized(head, tail));
    }

    /** A request of the client will not be answered. */
    void lose(Id request, Loss loss, String reason) {
        toClient(() -> listener.lost(request, loss, reason));
    }

    /** The link is over for the client, which hears of it once. */
    void end(String reason) {
        if (!ended) {
            ended = true;
            toClient(() -> listener.ended(reason));
        }
    }

    private void toClient(Runnable telling) {
        toClient.leave(
                () -> {
                    if (!closed) {
                        telling.run();
                    }
                });
    }

    /**
     * Closes what there is to the server, and opens another link, in a moment if the server asks
     * for that.
     *
     * @param then what is to be done on it, under the lock
     */
    void reopen(Runnable then) {
        LinkListener heard = link.hearAnother();
        toServer.leave(() -> reopen(heard, then, true));
    }

    private void reopen(LinkListener heard, Runnable then, boolean mayWait) {
        ServerLink before = below;
        below = null;
        if (before != null) {
            before.close();
        }
        if (closed) {
            return;
        }
        try {
            take(server.open(session, heard));
            link.locked(then);
        } catch (LinkException none) {
            Duration pause = none.retryAfter();
            if (mayWait && pause != null && pause.compareTo(LONGEST_PAUSE) <= 0) {
                timer.after(pause, () -> later(heard, then));
            } else {
                heard.ended(none.reason());
            }
        }
    }

    private void later(LinkListener heard, Runnable then) {
        toServer.leave(() -> reopen(heard, then, false));
        work();
    }

    /** Does something in a while, under the lock, unless the link is closed then. */
    void after(Duration pause, Runnable then) {
        timer.after(pause, () -> link.locked(then));
    }

    /** Goes on as something else. */
    void become(Stage next) {
        link.become(next);
    }

    /** An id that no request of ours had, to either side. */
    Id nextId() {
        lastId++;
        return Id.of("agentgate-" + lastId);
    }

    /** What the server is called. */
    String server() {
        return session.server();
    }
}
