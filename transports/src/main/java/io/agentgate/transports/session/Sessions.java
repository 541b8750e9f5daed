package io.agentgate.transports.session;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.era.ArgumentHeaders;
import io.agentgate.gateway.era.Manner;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.session.SharedSession;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.route.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that this process serves, by the names their clients know. Thread safe and bounded.
 *
 * <p>Where others serve them too, one that is not known here is sought in the directory all share.
 */
public final class Sessions {
    /** Most sessions at once. */
    public static final int MAX_SESSIONS = 20_000;

    /** A session nobody uses for so long ends: one hour, in nanoseconds. */
    public static final long IDLE_NANOS = 3_600_000_000_000L;

    /** When there is no room, one may be ended for another that was idle for so long: a minute. */
    private static final long MAY_GO_NANOS = 60_000_000_000L;

    /** What calls are recorded under that belong to no session. */
    static final String STATELESS = "stateless";

    /** Most sessions that are ended at a time so that there are servers for others. */
    static final int MOST_TO_GO = 5;

    /** How often they are looked for: once a second. */
    private static final long LOOK_NANOS = 1_000_000_000L;

    /** Nothing is left to be done before a session can be used. */
    public static final CompletionStage<@Nullable Void> KNOWN =
            CompletableFuture.completedStage(null);

    private final Map<String, ClientSession> byName = new ConcurrentHashMap<>();

    /** The names of those sessions, by the gateway's own ids. */
    private final Map<String, String> names = new ConcurrentHashMap<>();

    private final ListeningCallers listening = new ListeningCallers();
    private final AtomicLong looked = new AtomicLong(Long.MIN_VALUE);
    private final SessionSeal seal;
    private final Membership membership;

    public Sessions(SessionSeal seal, Membership membership) {
        this.seal = seal;
        this.membership = membership;
    }

    /** The callers that listen without a session. */
    public ListeningCallers listening() {
        return listening;
    }

    /** A session that a client may be about to begin; nobody finds it before it is begun. */
    public ClientSession draft(Login.Accepted login, Route route, Instant now, long nanoTime) {
        UUID id = UUID.randomUUID();
        SessionSeal.Facts facts =
                new SessionSeal.Facts(
                        id,
                        now,
                        SessionSeal.mark(route.server()),
                        membership.replica(),
                        login.caller());
        return new ClientSession(session(id, login, route), route, seal.seal(facts), nanoTime);
    }

    /**
     * What stands for a session where a request is alone: nobody finds it, and it is never begun.
     *
     * @param head what the request's head says of it
     * @param arguments what it has to say of arguments; null if that is asked further on
     */
    public ClientSession alone(
            Login.Accepted login,
            Route route,
            Mirror head,
            @Nullable ArgumentHeaders arguments,
            long nanoTime) {
        Session session =
                new Session(
                        new SessionIdentity(
                                STATELESS,
                                login.agent(),
                                login.caller(),
                                route.server(),
                                login.roles()),
                        new Manner.Alone(head, arguments),
                        false,
                        route.timeouts(),
                        route.retries());
        return new ClientSession(session, route, STATELESS, nanoTime);
    }

    /**
     * A session of the gateway's own, held for requests of one caller that are alone: charged to
     * the caller as they would be.
     */
    public ClientSession held(Login.Accepted login, Route route, Instant now, long nanoTime) {
        ClientSession draft = draft(login, route, now, nanoTime);
        SessionIdentity identity = draft.session().identity();
        Session session =
                new Session(
                        new SessionIdentity(
                                identity.id(),
                                login.agent(),
                                identity.caller(),
                                identity.server(),
                                identity.roles()),
                        Manner.HANDSHAKE,
                        false,
                        route.timeouts(),
                        route.retries());
        return new ClientSession(session, route, draft.name(), nanoTime);
    }

    private Session session(UUID id, Login.Accepted login, Route route) {
        String agent = login.proven() ? login.agent() : id.toString();
        return new Session(
                new SessionIdentity(
                        id.toString(), agent, login.caller(), route.server(), login.roles()),
                Manner.HANDSHAKE,
                areShared(route),
                route.timeouts(),
                route.retries());
    }

    /**
     * Begins a session. Does nothing the second time.
     *
     * @return complete once every process can serve it, or cannot because the directory is out of
     *     reach: then it lives here alone; null if there are too many
     */
    public @Nullable CompletionStage<@Nullable Void> begin(ClientSession session) {
        if (session.equals(byName.get(session.name()))) {
            return KNOWN;
        }
        if (byName.size() >= MAX_SESSIONS) {
            return null;
        }
        keep(session);
        if (!areShared(session.route()) || session.talk() != null) {
            // What is spoken message by message lives where its links are.
            return KNOWN;
        }
        return membership
                .directory()
                .begin(session.id(), new SharedSession(session.upstreamId()))
                .handle((done, unreachable) -> null);
    }

    private void keep(ClientSession session) {
        names.put(session.id(), session.name());
        byName.put(session.name(), session);
    }

    /**
     * Whether a session with this route that is not known here may live elsewhere. One that is
     * spoken message by message lives where its link is.
     */
    public boolean areShared(Route route) {
        return membership.shared() && route instanceof Route.Direct;
    }

    /** Seeks a session that another process began, to serve it from now on. */
    public CompletionStage<Sought> seek(
            String name, Login.Accepted login, Route route, long nanoTime) {
        SessionSeal.Facts facts = seal.open(name);
        if (facts == null
                || !facts.caller().equals(login.caller())
                || facts.server() != SessionSeal.mark(route.server())) {
            return CompletableFuture.completedStage(new Sought.None());
        }
        return membership
                .directory()
                .find(facts.id().toString())
                .handle(
                        (known, unreachable) ->
                                unreachable != null
                                        ? new Sought.Unknown()
                                        : known == null
                                                ? new Sought.None()
                                                : adopt(
                                                        name, facts, known, login, route,
                                                        nanoTime));
    }

    private Sought adopt(
            String name,
            SessionSeal.Facts facts,
            SharedSession known,
            Login.Accepted login,
            Route route,
            long nanoTime) {
        if (byName.size() >= MAX_SESSIONS) {
            return new Sought.Unknown();
        }
        ClientSession adopted =
                new ClientSession(session(facts.id(), login, route), route, name, nanoTime);
        adopted.upstreamId(known.upstreamId());
        ClientSession other = byName.putIfAbsent(name, adopted);
        if (other != null && !other.belongsTo(login, route)) {
            return new Sought.None();
        }
        names.put(adopted.id(), name);
        return new Sought.Found(other == null ? adopted : other);
    }

    /** Offers a message of a client to the other processes. */
    public CompletionStage<Offer> offer(ClientSession session, byte[] message) {
        return membership
                .replicas()
                .offer(session.id(), message)
                .handle(
                        (taken, unreachable) ->
                                unreachable != null
                                        ? Offer.UNKNOWN
                                        : taken ? Offer.TAKEN : Offer.NOT_TAKEN);
    }

    /**
     * The session a client speaks of; null if it has ended, never was, or is another caller's or
     * another server's, which are all one to whoever asks.
     */
    public @Nullable ClientSession find(
            String name, Login.Accepted login, Route route, long nanoTime) {
        ClientSession session = byName.get(name);
        if (session == null || !session.belongsTo(login, route)) {
            return null;
        }
        session.used(nanoTime);
        if (session.session().isShared()) {
            membership.directory().used(session.id());
        }
        return session;
    }

    /** The session with this id of the gateway's own, if it is served here. */
    public @Nullable ClientSession byId(String id) {
        String name = names.get(id);
        return name == null ? null : byName.get(name);
    }

    /** Ends a session for every process; false if it had ended here already. */
    public boolean end(ClientSession session) {
        if (session.session().isShared()) {
            // One that cannot be reached finds out from the server, which has ended it too.
            CompletionStage<@Nullable Void> _ = membership.directory().end(session.id());
        }
        return leave(session);
    }

    /** Serves a session no longer, and closes its streams; false if it was not served. */
    public boolean leave(ClientSession session) {
        boolean was = byName.remove(session.name(), session);
        names.remove(session.id(), session.name());
        session.end();
        return was;
    }

    /** Sessions that are to be ended because nobody uses them, or to make room. */
    public List<ClientSession> idle(long nanoTime) {
        List<ClientSession> idle = new ArrayList<>();
        boolean crowded = byName.size() >= MAX_SESSIONS - MAX_SESSIONS / 20;
        for (ClientSession session : byName.values()) {
            long most = crowded ? MAY_GO_NANOS : IDLE_NANOS;
            if (nanoTime - session.lastUse() > most && session.isIdle()) {
                idle.add(session);
            }
        }
        if (crowded) {
            idle.sort(Comparator.comparingLong(ClientSession::lastUse));
            return idle.subList(0, Math.min(idle.size(), MAX_SESSIONS / 10));
        }
        return idle;
    }

    /**
     * Sessions that hold servers of their own and that nobody has used for a minute, oldest first:
     * a few of them may be ended so that others get servers. Looks once a second at most.
     */
    public List<ClientSession> holders(long nanoTime) {
        long last = looked.get();
        boolean early = last != Long.MIN_VALUE && nanoTime - last < LOOK_NANOS;
        if (early || !looked.compareAndSet(last, nanoTime)) {
            return List.of();
        }
        return byName.values().stream()
                .filter(session -> session.talk() != null)
                .filter(session -> nanoTime - session.lastUse() > MAY_GO_NANOS)
                .filter(ClientSession::isIdle)
                .sorted(Comparator.comparingLong(ClientSession::lastUse))
                .limit(MOST_TO_GO)
                .toList();
    }

    /** All sessions, as they are now. */
    public Collection<ClientSession> all() {
        return List.copyOf(byName.values());
    }

    /** The sessions that were used last, the latest first; {@code most} of them. */
    public List<LiveSession> latest(int most) {
        return byName.values().stream()
                .map(ClientSession::live)
                .sorted(Comparator.comparingLong(LiveSession::lastUse).reversed())
                .limit(most)
                .toList();
    }

    public int size() {
        return byName.size();
    }
}
