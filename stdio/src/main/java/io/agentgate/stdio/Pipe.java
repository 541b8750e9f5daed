package io.agentgate.stdio;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Id;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pipes of a program that runs already, as a server to which one link is opened. The first
 * message on it is one that the program has got. Thread safe.
 *
 * <pre>
 *   send ─▶ Outbox ─▶ {@link #write}, on a thread of its own ─▶ standard input
 *   listener ◀─ {@link #received}, by whoever reads ◀─ standard output
 * </pre>
 *
 * <p>Its listener may be called from within {@link #send}; it is not to wait for anything.
 */
final class Pipe implements Links, ServerLink {
    /** How a program is described that has closed its standard input. */
    static final String DEAF = "the server takes no more messages";

    private static final String SLOW = "the server does not read: too many messages wait for it";

    private final PeerWriter toServer;
    private final Outbox outbox = new Outbox();
    private final ReentrantLock telling = new ReentrantLock();
    private volatile @Nullable LinkListener listener;
    private boolean begun;
    private volatile boolean closed;

    Pipe(PeerWriter toServer) {
        this.toServer = toServer;
    }

    @Override
    public ServerLink open(SessionIdentity session, LinkListener heard) throws LinkException {
        if (listener != null) {
            // What it ends with is what its caller wants to know, and another would not be it.
            throw new LinkException("the server ended before it answered", null);
        }
        listener = heard;
        return this;
    }

    @Override
    public void send(Outgoing message) {
        if (!begun) {
            begun = true;
            return;
        }
        switch (outbox.offer(message)) {
            case YES -> {}
            case FULL -> lose(message, SLOW);
            case CLOSED -> lose(message, DEAF);
        }
    }

    private void lose(Outgoing message, String reason) {
        Id awaited = message.awaits();
        if (awaited != null) {
            tell(heard -> heard.lost(awaited, Loss.NOT_SENT, reason));
        }
    }

    /** One thing at a time; its listener waits for nobody, so this waits for moments only. */
    private void tell(Consumer<LinkListener> word) {
        telling.lock();
        try {
            LinkListener heard = listener;
            if (heard != null && !closed) {
                word.accept(heard);
            }
        } finally {
            telling.unlock();
        }
    }

    /** Nothing is read ahead, so there is nothing to hold back. */
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    /** The program itself goes on: it is not the link's to end. */
    @Override
    public void close() {
        closed = true;
    }

    /** The program said something. */
    void received(Line line) {
        switch (line) {
            case Line.Whole(byte[] bytes) -> tell(heard -> heard.received(bytes, null));
            case Line.Oversized(byte[] head, byte[] tail) ->
                    tell(heard -> heard.oversized(head, tail));
        }
    }

    /** The program says no more, or hears no more. */
    void ended(String reason) {
        tell(heard -> heard.ended(reason));
    }

    /**
     * Waits until the program has taken what was sent, or takes nothing more; never to be called by
     * whoever reads what it writes.
     */
    void awaitWritten() {
        outbox.awaitEmpty();
    }

    /** Ends the program's input, behind what was sent. */
    void endInput() {
        outbox.close();
    }

    /** Writes what is sent, to the end of the input. */
    void write() {
        Outgoing next = outbox.take();
        try {
            while (next != null) {
                toServer.send(next.frame());
                next = outbox.take();
            }
            toServer.close();
        } catch (IOException broken) {
            deaf(next);
        }
    }

    /**
     * The program hears no more. Told as one, so that whoever tells its end does so behind all.
     *
     * @param unread what could not be written whole; null if that was only the end
     */
    private void deaf(@Nullable Outgoing unread) {
        telling.lock();
        try {
            List<Outgoing> all = new ArrayList<>(outbox.abandon());
            if (unread != null) {
                all.addFirst(unread);
            }
            all.forEach(message -> lose(message, DEAF));
            ended(DEAF);
        } finally {
            telling.unlock();
        }
    }
}
