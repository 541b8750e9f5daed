package io.agentgate.gateway.call;

import io.agentgate.gateway.era.Manner;
import io.agentgate.protocol.Limits;

/** One client's conversation with one server. Thread safe. */
public final class Session {
    /** Longest message a server may send; results carry files and pictures. */
    public static final int MAX_SERVER_MESSAGE_BYTES = 16 << 20;

    /**
     * What a server may send: more of everything than a client, since what agents read is larger
     * than what they write. A file or a picture is one string, a tree of directories many members.
     */
    public static final Limits SERVER_LIMITS =
            new Limits(MAX_SERVER_MESSAGE_BYTES, 128, MAX_SERVER_MESSAGE_BYTES, 64, 500_000, 128);

    private final SessionIdentity identity;
    private final Manner manner;
    private final boolean shared;
    private final Timeouts timeouts;
    private final int retries;
    private final RepeatableTools repeatable = new RepeatableTools();
    private final EarlierCalls earlierCalls = new EarlierCalls();
    private final Introduced introduced = new Introduced();
    private final PendingRequests clientRequests = new PendingRequests();
    private final PendingRequests serverRequests = new PendingRequests();
    private volatile long lastUse;

    /** A session that this process alone serves. */
    public Session(SessionIdentity identity) {
        this(identity, Manner.PIPE, false, Timeouts.USUAL, 0);
    }

    /**
     * @param manner how its messages say in which era they are
     * @param shared whether other processes may serve it at the same time, so that what this one
     *     does not know may be pending at another
     * @param timeouts how long its server's answers are waited for
     * @param retries how often a request that was lost may be sent again
     */
    public Session(
            SessionIdentity identity,
            Manner manner,
            boolean shared,
            Timeouts timeouts,
            int retries) {
        this.identity = identity;
        this.manner = manner;
        this.shared = shared;
        this.timeouts = timeouts;
        this.retries = retries;
    }

    public SessionIdentity identity() {
        return identity;
    }

    /** How its messages say in which era they are. */
    public Manner manner() {
        return manner;
    }

    /** Whether other processes may serve it, too. */
    public boolean isShared() {
        return shared;
    }

    /** How long the server's answers are waited for. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** How often a request that was lost may be sent again. */
    public int retries() {
        return retries;
    }

    /** What is known of the server's tools; nothing where nothing is sent again. */
    public RepeatableTools repeatable() {
        return repeatable;
    }

    /** The calls that were let through, as far as rules ask for them. */
    public EarlierCalls earlierCalls() {
        return earlierCalls;
    }

    /** How it was begun, as its messages said it. */
    public Introduced introduced() {
        return introduced;
    }

    /** When the client said something last, in nanoseconds; zero if it never did. */
    public long lastUse() {
        return lastUse;
    }

    /** The client says something. */
    public void used(long nanoTime) {
        lastUse = nanoTime;
    }

    /** Requests of the client that the server has not answered. */
    public PendingRequests clientRequests() {
        return clientRequests;
    }

    /** Requests of the server that the client has not answered. */
    public PendingRequests serverRequests() {
        return serverRequests;
    }
}
