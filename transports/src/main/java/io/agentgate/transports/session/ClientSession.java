package io.agentgate.transports.session;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.transports.entrance.Login;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's session as HTTP knows it: the names both sides call it by, and what of it changes.
 * Thread safe.
 */
public final class ClientSession {
    /** Most streams that a session may have open at once, beside those of its requests. */
    public static final int MAX_STREAMS = 8;

    private final Session session;
    private final String name;
    private final Set<Runnable> streams = new LinkedHashSet<>(2);

    private volatile @Nullable String upstreamId;
    private volatile long lastUse;
    private boolean ended;

    ClientSession(Session session, String name, long nanoTime) {
        this.session = session;
        this.name = name;
        this.lastUse = nanoTime;
    }

    /** What the gatekeeper knows of it. */
    public Session session() {
        return session;
    }

    /** The gateway's own id of it. */
    String id() {
        return session.identity().id();
    }

    /** The sealed id by which the client knows it. */
    public String name() {
        return name;
    }

    /** The id by which the server knows it, or null if the server keeps no sessions. */
    public @Nullable String upstreamId() {
        return upstreamId;
    }

    /** Keeps the id that the server gave. */
    public void upstreamId(@Nullable String given) {
        upstreamId = given;
    }

    /** Whether this session was begun by this caller. */
    boolean belongsTo(Login.Accepted login) {
        SessionIdentity identity = session.identity();
        // Whom nobody asked is charged by session, not by agent.
        return identity.caller().equals(login.caller())
                && (!login.proven() || identity.agent().equals(login.agent()));
    }

    void used(long nanoTime) {
        lastUse = nanoTime;
    }

    long lastUse() {
        return lastUse;
    }

    /** Whether nothing is open or waited for. */
    synchronized boolean isIdle() {
        return streams.isEmpty() && session.clientRequests().isEmpty();
    }

    /**
     * Takes note of an open stream.
     *
     * @param close closes it, from any thread
     * @return false if there are too many, or the session has ended
     */
    public synchronized boolean opened(Runnable close) {
        return !ended && streams.size() < MAX_STREAMS && streams.add(close);
    }

    /** Forgets a stream that is closed. */
    public synchronized void closed(Runnable close) {
        streams.remove(close);
    }

    /** Closes all streams, now and for ever. */
    void end() {
        List<Runnable> open;
        synchronized (this) {
            ended = true;
            open = List.copyOf(streams);
            streams.clear();
        }
        open.forEach(Runnable::run);
    }
}
