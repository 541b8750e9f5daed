package io.agentgate.transports.session;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.transports.entrance.Login;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions of this process, by the names their clients know. Thread safe and bounded. */
public final class Sessions {
    /** Most sessions at once. */
    public static final int MAX_SESSIONS = 20_000;

    /** A session nobody uses for so long ends: one hour, in nanoseconds. */
    public static final long IDLE_NANOS = 3_600_000_000_000L;

    /** When there is no room, one may be ended for another that was idle for so long: a minute. */
    private static final long MAY_GO_NANOS = 60_000_000_000L;

    private final Map<String, ClientSession> byName = new ConcurrentHashMap<>();
    private final SessionSeal seal;
    private final String home;
    private final String server;

    /**
     * @param home names this process in session ids
     * @param server the name of the server behind all sessions
     */
    public Sessions(SessionSeal seal, String home, String server) {
        this.seal = seal;
        this.home = home;
        this.server = server;
    }

    /** A session that a client may be about to begin; nobody finds it before it is begun. */
    public ClientSession draft(Login.Accepted login, Instant now, long nanoTime) {
        UUID id = UUID.randomUUID();
        String agent = login.proven() ? login.caller() : id.toString();
        SessionIdentity identity =
                new SessionIdentity(id.toString(), agent, login.caller(), server);
        String name = seal.seal(new SessionSeal.Facts(id, now, home, login.caller()));
        return new ClientSession(new Session(identity), name, nanoTime);
    }

    /** Begins a session; false if there are too many. */
    public boolean begin(ClientSession session) {
        if (byName.size() >= MAX_SESSIONS) {
            return false;
        }
        byName.put(session.name(), session);
        return true;
    }

    /**
     * The session a client speaks of; null if it has ended, never was, or is another caller's,
     * which are all one to whoever asks.
     */
    public @Nullable ClientSession find(String name, Login.Accepted login, long nanoTime) {
        ClientSession session = byName.get(name);
        if (session == null || !session.belongsTo(login.caller())) {
            return null;
        }
        session.used(nanoTime);
        return session;
    }

    /** Ends a session and closes its streams; false if it had ended already. */
    public boolean end(ClientSession session) {
        boolean was = byName.remove(session.name(), session);
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

    /** All sessions, as they are now. */
    public Collection<ClientSession> all() {
        return List.copyOf(byName.values());
    }

    public int size() {
        return byName.size();
    }
}
