package io.agentgate.transports.session;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.upstream.Instance;
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
    private final Route route;
    private final String name;
    private final Set<Runnable> streams = new LinkedHashSet<>(2);
    private final long began;
    private final StreamsOpening opening = new StreamsOpening();

    private volatile @Nullable String upstreamId;
    private volatile @Nullable Instance instance;
    private volatile long lastUse;
    private volatile @Nullable Talk talk;
    private boolean ended;

    ClientSession(Session session, Route route, String name, long nanoTime) {
        this.session = session;
        this.route = route;
        this.name = name;
        this.began = nanoTime;
        this.lastUse = nanoTime;
    }

    /** What the gatekeeper knows of it. */
    public Session session() {
        return session;
    }

    /** Where it leads. */
    public Route route() {
        return route;
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

    /** The endpoint where the server knows it; null if it may be any. */
    public @Nullable Instance instance() {
        return instance;
    }

    /** Stays with the endpoint that knows it. */
    public void instance(@Nullable Instance known) {
        instance = known;
    }

    /** How it is spoken message by message; null where its exchanges are passed on. */
    public @Nullable Talk talk() {
        return talk;
    }

    /** Says how it is spoken, before it is begun. */
    public void talk(Talk begun) {
        talk = begun;
    }

    /** Whether this session was begun by this caller, and leads there. */
    boolean belongsTo(Login.Accepted login, Route way) {
        SessionIdentity identity = session.identity();
        // Whom nobody asked is charged by session, not by agent, or as a caller where one is held.
        boolean ownAgent =
                identity.agent().equals(login.agent())
                        || (!login.proven() && identity.agent().equals(identity.id()));
        return route.equals(way) && identity.caller().equals(login.caller()) && ownAgent;
    }

    void used(long nanoTime) {
        lastUse = nanoTime;
    }

    long lastUse() {
        return lastUse;
    }

    /** It as it is now. */
    LiveSession live() {
        return new LiveSession(session, began, lastUse);
    }

    /** Whether nothing is open or waited for. */
    synchronized boolean isIdle() {
        Talk spoken = talk;
        return streams.isEmpty()
                && session.clientRequests().isEmpty()
                && (spoken == null || !spoken.isWaiting());
    }

    /** What its requests wait for. */
    public StreamsOpening opening() {
        return opening;
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
        Talk ending = talk;
        if (ending != null) {
            ending.end();
        }
    }
}
