package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.federation.Federation;
import io.agentgate.gateway.lifting.DeclaredCapabilities;
import io.agentgate.gateway.lifting.RequestsLowering;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.SessionSeal;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.session.StateSeal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are held open so that clients of the stateless era are served by servers of the
 * handshake era: one for each caller, route and declared capabilities. Thread safe and bounded.
 *
 * <pre>
 *   POST ──objection?──▶ Bridge: id, _meta, … ──▶ Conversation ──admit──▶ server
 *        ◀─ LonePost ◀── Bridge: resultType, … ◀── release ──────────────
 * </pre>
 */
public final class Bridges {
    /** Most sessions that are held for one caller on one route. */
    static final int MAX_A_CALLER = 8;

    private final StateSeal states;
    private final String replica;
    private final Map<Whose, Map<String, Bridge>> open = new HashMap<>();

    /** Whose requests may share a session. */
    private record Whose(Route route, String caller, String agent, SortedSet<String> roles) {}

    /**
     * @param replica names this process, as in session ids
     */
    public Bridges(StateSeal states, String replica) {
        this.states = states;
        this.replica = replica;
    }

    /**
     * Takes a message of the stateless era that was posted.
     *
     * @param loop that of the client's connection
     * @param head what the head of its request says of it
     */
    public void take(
            EventLoop loop,
            ClientResponse client,
            Login.Accepted login,
            Route route,
            Mirror head,
            byte[] message) {
        Scanned scanned = new Scanner(Federation.CLIENT_LIMITS, Peer.CLIENT).scan(message);
        Session alone =
                loop.sessions()
                        .alone(login, route, head, route.arguments(), System.nanoTime())
                        .session();
        Ruling objection = loop.gatekeeper().objection(alone, scanned);
        if (objection != null) {
            refuse(loop, client, objection);
        } else if (scanned instanceof Request request) {
            carry(loop, new LonePost(loop, client, request.id()), login, route, request);
        } else {
            // Nothing that a client may say unasked means anything to a server of that era.
            client.empty(202);
        }
    }

    private static void refuse(EventLoop loop, ClientResponse client, Ruling ruling) {
        switch (ruling) {
            case Ruling.Reply(Frame frame, Ruling.Cause cause) -> client.reply(frame, cause, 400);
            case Ruling.Later(CompletionStage<Ruling> later) ->
                    loop.after(later, known -> refuse(loop, client, known));
            case Ruling.Forward _, Ruling.Elsewhere _, Ruling.Drop _ ->
                    client.reject(new Rejection(400, "the message was not accepted"));
        }
    }

    private void carry(
            EventLoop loop, LonePost post, Login.Accepted login, Route route, Request request) {
        DeclaredCapabilities capabilities = DeclaredCapabilities.of(request);
        if (capabilities == null) {
            post.invalid("the capabilities in _meta are too large");
        } else if (request.params().hasRequestState()) {
            resume(loop, post, login, route, request, capabilities);
        } else {
            Bridge bridge = find(loop, login, route, capabilities);
            if (bridge == null) {
                post.rejected(
                        new Rejection(
                                503,
                                "too many sessions are held for this caller",
                                "Retry-After",
                                "10"));
            } else {
                bridge.carry(request, capabilities, post, login.subject());
            }
        }
    }

    /** The one for these requests, begun if there is none; null if there are too many. */
    private @Nullable Bridge find(
            EventLoop loop, Login.Accepted login, Route route, DeclaredCapabilities capabilities) {
        Whose whose = new Whose(route, login.caller(), login.agent(), login.roles());
        Bridge begun;
        @Nullable Bridge unused = null;
        synchronized (this) {
            Map<String, Bridge> all = open.computeIfAbsent(whose, none -> new LinkedHashMap<>());
            Bridge known = all.remove(capabilities.json());
            if (known != null) {
                // Those that were used last stand last.
                all.put(capabilities.json(), known);
                known.used(login);
                return known;
            }
            if (all.size() >= MAX_A_CALLER) {
                unused = all.values().stream().filter(Bridge::isIdle).findFirst().orElse(null);
                if (unused == null) {
                    return null;
                }
                all.values().remove(unused);
            }
            ClientSession session =
                    loop.sessions().held(login, route, Instant.now(), System.nanoTime());
            begun = new Bridge(loop, session, capabilities, this);
            all.put(capabilities.json(), begun);
        }
        if (unused != null) {
            unused.end();
        }
        begun.begin(login.subject());
        return begun;
    }

    /** One has ended. */
    synchronized void ended(Bridge bridge) {
        open.values()
                .removeIf(
                        all -> {
                            all.values().remove(bridge);
                            return all.isEmpty();
                        });
    }

    /** What the client of a held call is to send along. */
    String state(ClientSession session, byte[] digest, long call) {
        return states.seal(
                new StateSeal.Facts(
                        UUID.fromString(session.session().identity().id()),
                        call,
                        Instant.now().plus(HeldCalls.HELD_FOR),
                        SessionSeal.mark(session.route().server()),
                        digest,
                        replica,
                        session.session().identity().caller()));
    }

    private void resume(
            EventLoop loop,
            LonePost post,
            Login.Accepted login,
            Route route,
            Request request,
            DeclaredCapabilities capabilities) {
        StateSeal.Facts facts = facts(login, route, request);
        Bridge bridge = facts == null ? null : find(loop.sessions(), login, route, facts);
        if (facts == null || bridge == null) {
            String reason = "requestState is not one of this request";
            loop.gatekeeper().note("message_refused", reason);
            post.invalid(reason);
            return;
        }
        bridge.resume(new HeldCalls.Retry(request, capabilities, facts), post, login.subject());
    }

    /** What a retry says of itself; null if it is not true of it, or of nothing held here. */
    private StateSeal.@Nullable Facts facts(Login.Accepted login, Route route, Request request) {
        String state = RequestsLowering.requestState(request);
        StateSeal.Facts facts = state == null ? null : states.open(state);
        boolean valid =
                facts != null
                        && facts.caller().equals(login.caller())
                        && facts.home().equals(replica)
                        && facts.server() == SessionSeal.mark(route.server())
                        && facts.expires().isAfter(Instant.now())
                        && facts.isOf(RequestsLowering.digest(request));
        return valid ? facts : null;
    }

    private static @Nullable Bridge find(
            Sessions sessions, Login.Accepted login, Route route, StateSeal.Facts facts) {
        ClientSession session = sessions.byId(facts.session().toString());
        if (session == null
                || sessions.find(session.name(), login, route, System.nanoTime()) == null) {
            return null;
        }
        return session.talk() instanceof Bridge bridge ? bridge : null;
    }
}
