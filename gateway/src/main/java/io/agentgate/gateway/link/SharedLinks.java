package io.agentgate.gateway.link;

import io.agentgate.gateway.call.SessionIdentity;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One server of which all sessions use one link, by configuration. Thread safe.
 *
 * <pre>
 *   session A ─┐                                    ┌ ids and progress tokens are ours: agentgate-N
 *   session B ─┼─▶ one link of the server ──────────┤ one initialize, without client capabilities
 *   session C ─┘                                    └ requests of the server: refused, but ping
 * </pre>
 *
 * <p>The first session's {@code initialize} reaches the server, and its result answers all others,
 * whatever protocol revision they ask for. A session that closes cancels what it still waits for;
 * the link stays, also without any session, until it ends or {@link #close} is called. After its
 * end the next session opens another.
 */
public final class SharedLinks implements Links, AutoCloseable {
    private final Links server;
    private final Users users;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SharedLink current;
    private boolean closed;

    /**
     * @param server where the one link is opened, for the first session that wants one
     */
    public SharedLinks(Links server) {
        this(server, Users.SESSIONS);
    }

    SharedLinks(Links server, Users users) {
        this.server = server;
        this.users = users;
    }

    /** Who uses a link. */
    enum Users {
        /** Each says what it wants to hear of, and hears it until it closes. */
        SESSIONS,
        /**
         * Each is one request of the stateless era, which hears nothing but what concerns it (MCP
         * 2026-07-28, stdio).
         */
        REQUESTS
    }

    /**
     * Lets a session use the link, and opens that if there is none.
     *
     * @throws LinkException if it cannot be opened, or too many sessions use it
     */
    @Override
    public ServerLink open(SessionIdentity session, LinkListener listener) throws LinkException {
        SharedLink link;
        Sharer joined;
        lock.lock();
        try {
            if (closed) {
                throw new LinkException("the server is not offered any more", null);
            }
            if (current == null || current.isOver()) {
                SharedLink opened = new SharedLink(users);
                opened.attach(server.open(session, opened));
                current = opened;
            }
            link = current;
            joined = link.join(listener);
        } finally {
            lock.unlock();
        }
        link.work();
        return joined;
    }

    /** Whether nobody uses it now. */
    boolean isUnused() {
        SharedLink link;
        lock.lock();
        try {
            link = current;
        } finally {
            lock.unlock();
        }
        return link == null || link.isUnused();
    }

    /** Closes the link, which ends for all sessions; no other is opened. */
    @Override
    public void close() {
        SharedLink link;
        lock.lock();
        try {
            closed = true;
            link = current;
        } finally {
            lock.unlock();
        }
        if (link != null) {
            link.close("the server is not offered any more");
        }
    }
}
