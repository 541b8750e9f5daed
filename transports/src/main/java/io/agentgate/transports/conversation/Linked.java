package io.agentgate.transports.conversation;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.era.ServerEras.Speaks;
import io.agentgate.gateway.lifting.EraEvidence;
import io.agentgate.gateway.lifting.RequestsOfOurs;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.gateway.link.SharedLinks;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Version;
import io.agentgate.transports.link.SseLinks;
import io.agentgate.transports.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the stateless era to servers that are spoken with message by message: to those that
 * speak it themselves they go as they are, on a link of the caller's; for others there is a bridge.
 *
 * <p>Whether a server does is asked before the first request, on a link that serves for nothing
 * else: a server of the handshake era may end on a request before {@code initialize}. Silence is a
 * no (MCP 2026-07-28, stdio, backward compatibility). Used on its loop.
 */
public final class Linked {
    /** How long a server may take to begin and to answer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Most requests that wait until it is known. */
    static final int MAX_WAITING = 256;

    private static final Id QUESTION = Id.of("agentgate-discover");

    private final EventLoop loop;
    private final Bridges bridges;

    /** Those that wait for an answer; bounded by what is configured. */
    private final Map<Route.Linked, List<Waiting>> waiting = new HashMap<>();

    /** A request that came before anything was known. */
    @SuppressWarnings("ArrayRecordComponent") // Kept until it is known where it goes.
    private record Waiting(Runnable then, ClientResponse client, byte[] message) {}

    public Linked(EventLoop loop, Bridges bridges) {
        this.loop = loop;
        this.bridges = bridges;
    }

    /**
     * Takes a message that was posted.
     *
     * @param head what the head of its request says of it
     */
    public void take(
            ClientResponse client,
            Login.Accepted login,
            Route.Linked route,
            Mirror head,
            byte[] message) {
        Speaks speaks = isOfHandshake(route) ? Speaks.NO : route.eras().stateless();
        switch (speaks) {
            case YES -> pass(client, login, route, head, message);
            case NO -> bridges.take(loop, client, login, route, head, message);
            case UNKNOWN ->
                    wait(
                            route,
                            login,
                            head,
                            new Waiting(
                                    () -> take(client, login, route, head, message),
                                    client,
                                    message));
        }
    }

    /**
     * HTTP with SSE is a transport of the handshake era (MCP 2024-11-05), and the one session that
     * all share of a server has begun or will.
     */
    private static boolean isOfHandshake(Route.Linked route) {
        return route.links() instanceof SseLinks || route.links() instanceof SharedLinks;
    }

    private void pass(
            ClientResponse client,
            Login.Accepted login,
            Route.Linked route,
            Mirror head,
            byte[] message) {
        Session alone =
                loop.sessions()
                        .alone(login, route, head, route.arguments(), System.nanoTime())
                        .session();
        new SoleRequest(loop, client, alone, route).begin(message);
    }

    private void wait(Route.Linked route, Login.Accepted login, Mirror head, Waiting one) {
        List<Waiting> others = waiting.get(route);
        if (others == null) {
            List<Waiting> first = new ArrayList<>();
            first.add(one);
            waiting.put(route, first);
            new Question(route).begin(login, head);
        } else if (others.size() < MAX_WAITING) {
            others.add(one);
        } else {
            reject(one, "too many requests wait for the server", null);
        }
    }

    private static void reject(Waiting one, String reason, @Nullable Duration wait) {
        long seconds = wait == null ? 1 : Math.max(1, wait.toSeconds());
        Scanned message = new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(one.message());
        one.client()
                .reject(
                        new Rejection(503, reason, "Retry-After", Long.toString(seconds)),
                        message instanceof Request request ? request.id() : null);
    }

    /** One that is asked. */
    private final class Question implements LinkListener {
        private final Route.Linked route;
        private @Nullable ServerLink link;
        private @Nullable Future<?> deadline;
        private boolean over;

        Question(Route.Linked route) {
            this.route = route;
        }

        void begin(Login.Accepted login, Mirror head) {
            try {
                ServerLink opened =
                        route.links()
                                .open(
                                        loop.sessions()
                                                .alone(login, route, head, null, System.nanoTime())
                                                .session()
                                                .identity(),
                                        this);
                link = opened;
                deadline = loop.after(PATIENCE, () -> known(null));
                opened.send(
                        new ServerLink.Outgoing(
                                RequestsOfOurs.discover(QUESTION, Version.ofProduct()),
                                QUESTION,
                                Era.STATELESS_REVISION,
                                null));
            } catch (LinkException none) {
                over = true;
                boolean known = route.eras().holdOn();
                List<Waiting> all = waiting.remove(route);
                if (all != null && known) {
                    all.forEach(each -> each.then().run());
                } else if (all != null) {
                    all.forEach(each -> reject(each, none.reason(), none.retryAfter()));
                }
            }
        }

        private void hear(byte @Nullable [] answer) {
            loop.run(() -> known(answer));
        }

        private void known(byte @Nullable [] answer) {
            if (over) {
                return;
            }
            over = true;
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (link != null) {
                link.close();
            }
            route.eras().discovered(answer == null ? null : EraEvidence.stateless(answer));
            List<Waiting> all = waiting.remove(route);
            if (all != null) {
                all.forEach(each -> each.then().run());
            }
        }

        @Override
        public void received(byte[] message, @Nullable Id within) {
            if (EraEvidence.isAnswer(message, QUESTION)) {
                hear(message);
            }
        }

        @Override
        public void oversized(byte[] head, byte[] tail) {
            hear(null);
        }

        @Override
        public void lost(Id request, Loss loss, String reason) {
            hear(null);
        }

        @Override
        public void ended(String reason) {
            hear(null);
        }
    }
}
