package io.agentgate.gateway.link;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one link of a shared server, and whose each message is.
 *
 * <p>What is to be done is found under a lock, and done behind it: no link and no listener is
 * called with the lock held, and messages to the server leave in the order in which they were
 * found.
 */
final class SharedLink implements LinkListener {
    static final int MAX_SESSIONS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);
    private final Ledger ledger = new Ledger(this::send);
    private final FromSessions fromSessions = new FromSessions(ledger);
    private final FromServer fromServer;

    /** Null while it is being opened; a server that speaks before is not answered. */
    private volatile @Nullable ServerLink server;

    private boolean over;

    SharedLink(SharedLinks.Users users) {
        fromServer = new FromServer(ledger, users);
    }

    void attach(ServerLink opened) {
        server = opened;
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no session uses it, or it has ended. */
    boolean isUnused() {
        lock.lock();
        try {
            return ledger.sessions().isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** One session more; to be followed by {@link #work}, without a lock. */
    Sharer join(LinkListener listener) throws LinkException {
        Sharer session = new Sharer(this, listener);
        lock.lock();
        try {
            if (over) {
                session.inbox().end("the server has ended");
                ledger.wake(session);
            } else if (ledger.sessions().size() >= MAX_SESSIONS) {
                throw new LinkException(
                        "the server has too many sessions (" + MAX_SESSIONS + ")", null);
            } else {
                ledger.sessions().add(session);
            }
        } finally {
            lock.unlock();
        }
        return session;
    }

    /** Ends the link from our side. */
    void close(String reason) {
        ServerLink opened = server;
        if (opened != null) {
            opened.close();
        }
        ended(reason);
    }

    /** Takes a message of a session. */
    void take(Sharer from, Outgoing message, Scanned scanned) {
        lock.lock();
        try {
            if (over || !ledger.sessions().contains(from)) {
                ledger.lose(from, message.awaits(), "the server takes no more messages");
            } else {
                fromSessions.take(from, message, scanned);
            }
        } finally {
            lock.unlock();
            work();
        }
    }

    /** A session closes. */
    void leave(Sharer session) {
        lock.lock();
        try {
            if (ledger.sessions().remove(session)) {
                fromSessions.leave(session);
            }
        } finally {
            lock.unlock();
            work();
        }
    }

    private void send(Outgoing message) {
        ServerLink opened = server;
        if (opened != null) {
            opened.send(message);
        }
    }

    /** Does what was found, without the lock. */
    void work() {
        List<Sharer> woken;
        lock.lock();
        try {
            woken = ledger.woken();
        } finally {
            lock.unlock();
        }
        ledger.toServer().work();
        woken.forEach(session -> session.inbox().work());
    }

    @Override
    public void received(byte[] message, @Nullable Id within) {
        Scanned scanned = scanner.scan(message);
        lock.lock();
        try {
            fromServer.take(scanned, within);
        } finally {
            lock.unlock();
            work();
        }
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        lock.lock();
        try {
            fromServer.oversized(head, tail);
        } finally {
            lock.unlock();
            work();
        }
    }

    @Override
    public void lost(Id request, Loss loss, String reason) {
        lock.lock();
        try {
            fromServer.lose(request, loss, reason);
        } finally {
            lock.unlock();
            work();
        }
    }

    @Override
    public void ended(String reason) {
        lock.lock();
        try {
            over = true;
            ledger.end(reason);
        } finally {
            lock.unlock();
            work();
        }
    }
}
