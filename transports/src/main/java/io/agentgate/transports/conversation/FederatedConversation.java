package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.era.Manner;
import io.agentgate.gateway.federation.Federation;
import io.agentgate.gateway.federation.Step;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Methods;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.session.ClientSession;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One with several servers, which the client takes for one. What is to be done is found by the
 * {@link Federation}, and done here, step by step.
 *
 * <pre>
 *   client ─ take ─▶ Federation ─ ToServer ─▶ FederatedServer: its door, its link
 *   client ◀─ tell ─ Federation ◀─ heard ──── FederatedServer
 * </pre>
 */
final class FederatedConversation extends Conversation {
    /** How often the federation hears what time it is while it waits for something. */
    private static final Duration TICK = Duration.ofMillis(500);

    private static final String INITIALIZE = "initialize";
    private static final String TOOLS_CALL = "tools/call";

    private final Outlet outlet;
    private final Route.Federated route;
    private final Federation federation;
    private Route.Federated.Members members;

    /** Those it speaks with; never changed, but for another. */
    private volatile Map<String, FederatedServer> servers;

    private final Scanner scanner = new Scanner(Federation.CLIENT_LIMITS, Peer.CLIENT);
    private final Deque<Due> due = new ArrayDeque<>(4);
    private @Nullable SubjectToken subject;
    private boolean busy;
    private boolean ticking;

    /**
     * A step that was found.
     *
     * @param within the request on whose own stream a server said what led to it
     */
    private record Due(Step step, @Nullable Id within) {}

    FederatedConversation(
            EventLoop home, ClientSession client, Outlet outlet, Route.Federated route) {
        super(home, client, outlet);
        this.outlet = outlet;
        this.route = route;
        this.members = route.members();
        this.federation = new Federation(members.roster());
        this.servers = with(members.routes(), Map.of());
    }

    /** Servers by their names: those that are known, and others that are met here. */
    private Map<String, FederatedServer> with(
            List<Route> routes, Map<String, FederatedServer> known) {
        Map<String, FederatedServer> all = new LinkedHashMap<>();
        for (Route each : routes) {
            FederatedServer same = known.get(each.server());
            all.put(each.server(), same == null ? meet(each) : same);
        }
        return Collections.unmodifiableMap(all);
    }

    private FederatedServer meet(Route server) {
        SessionIdentity all = client.session().identity();
        String name = server.server();
        SessionIdentity identity =
                new SessionIdentity(all.id(), all.agent(), all.caller(), name, all.roles());
        return new FederatedServer(
                this,
                name,
                links(home, server),
                new Session(
                        identity, Manner.HANDSHAKE, false, server.timeouts(), server.retries()));
    }

    @Override
    void serversChanged() {
        Route.Federated.Members next = route.members();
        if (hasEnded() || isWith(next)) {
            return;
        }
        Set<String> stay = next.among(members.routes());
        each().stream()
                .filter(server -> !stay.contains(server.name()))
                .forEach(FederatedServer::retire);
        goOnWithOthers();
    }

    private boolean isWith(Route.Federated.Members others) {
        return others.roster().equals(members.roster());
    }

    /** Takes those servers in that there are now, once all that go have told what they had to. */
    void goOnWithOthers() {
        Route.Federated.Members next = route.members();
        // Steps that were found are for the servers that there were.
        if (hasEnded() || busy || isWith(next)) {
            return;
        }
        Set<String> stay = next.among(members.routes());
        if (each().stream().anyMatch(server -> !stay.contains(server.name()) && !server.isOut())) {
            return;
        }
        Map<String, FederatedServer> known = new LinkedHashMap<>(servers);
        known.keySet().retainAll(stay);
        each().stream()
                .filter(server -> !stay.contains(server.name()))
                .forEach(server -> server.close(FederatedServer.NOT_OFFERED));
        servers = with(next.routes(), known);
        members = next;
        carryOut(federation.changed(next.roster(), stay), null);
    }

    @Override
    void take(byte[] message, boolean first, Speaker speaker, @Nullable SubjectToken sentFor) {
        subject = sentFor;
        Scanned scanned = scanner.scan(message);
        switch (scanned) {
            case Malformed _ -> follow(admitted(message, first), speaker, sentFor);
            case Request request when isNoServers(request, first) ->
                    follow(admitted(message, first), speaker, sentFor);
            case Request request -> {
                client.session().introduced().asked(request);
                ask(request, speaker);
            }
            case Notification notification when isNoServers(notification, first) ->
                    follow(admitted(message, first), speaker, sentFor);
            case Response _ when first -> follow(admitted(message, true), speaker, sentFor);
            case Message other -> {
                carryOut(federation.fromClient(other), null);
                speaker.accepted();
                outlet.endOthersThan(federation::isInProgress);
            }
        }
    }

    /** Whether the door refuses it, whichever server it is for. */
    private static boolean isNoServers(Request request, boolean first) {
        return (first && !request.method().equals(INITIALIZE))
                || Methods.lookalike(request.method()) != null;
    }

    private static boolean isNoServers(Notification notification, boolean first) {
        return first
                || notification.method().equals(TOOLS_CALL)
                || Methods.lookalike(notification.method()) != null;
    }

    /** The door's word on what is no server's. */
    private Ruling admitted(byte[] message, boolean first) {
        return first
                ? home.gatekeeper().admitFirst(client.session(), message)
                : home.gatekeeper().admit(client.session(), message);
    }

    @Override
    void forward(Ruling.Forward forward, Speaker speaker, @Nullable SubjectToken sentFor) {
        throw new IllegalStateException("what names no server is forwarded to none");
    }

    private void ask(Request request, Speaker speaker) {
        Id id = request.id();
        if (federation.isInProgress(id)) {
            speaker.reply(
                    Replies.error(
                            id,
                            ErrorCode.INVALID_REQUEST,
                            "this id belongs to a request in progress",
                            null),
                    Ruling.Cause.REFUSED);
            return;
        }
        if (isDraft()) {
            beginning(id);
        }
        asked(id, speaker);
        carryOut(federation.fromClient(request), null);
    }

    /** Carries steps out, and all that comes of them, in the order in which they were found. */
    void carryOut(List<Step> steps, @Nullable Id within) {
        for (Step step : steps) {
            due.addLast(new Due(step, within));
        }
        if (busy) {
            return;
        }
        busy = true;
        try {
            for (Due next = due.pollFirst(); next != null; next = due.pollFirst()) {
                if (!hasEnded()) {
                    carryOut(next);
                }
            }
        } finally {
            busy = false;
        }
        goOnWithOthers();
        awaitTime();
    }

    private void carryOut(Due next) {
        switch (next.step()) {
            case Step.ToServer(String server, Frame frame) -> server(server).take(frame, null);
            case Step.Unreachable(String server, Frame frame, String reason) ->
                    server(server).take(frame, reason);
            case Step.ToClient(Frame frame, Bearing bearing) ->
                    toClient(frame, bearing, next.within());
            case Step.Note(String server, String what) ->
                    home.gatekeeper()
                            .note("message_dropped", server == null ? what : server + ": " + what);
        }
    }

    private void toClient(Frame frame, Bearing bearing, @Nullable Id within) {
        if (!tell(frame, bearing, within) && bearing instanceof Bearing.Asks(Id id)) {
            Frame deaf =
                    Replies.error(id, ErrorCode.INTERNAL_ERROR, "the client does not listen", null);
            if (scanner.scan(deaf.bytes()) instanceof Message answer) {
                carryOut(federation.fromClient(answer), null);
            }
        }
    }

    private FederatedServer server(String name) {
        return Objects.requireNonNull(servers.get(name), name);
    }

    private void awaitTime() {
        if (!ticking && !hasEnded() && federation.isWaiting()) {
            ticking = true;
            Future<?> _ =
                    home.after(
                            TICK,
                            () -> {
                                ticking = false;
                                if (!hasEnded()) {
                                    carryOut(federation.tick(System.nanoTime()), null);
                                }
                            });
        }
    }

    Federation federation() {
        return federation;
    }

    /** Whom the client acts for, as it said last. */
    @Nullable SubjectToken subject() {
        return subject;
    }

    /** A door refused a request; the client is to hear it with what else the door said. */
    void refused(String server, Id id, Frame reply, Ruling.Cause cause) {
        outlet.refusing(id, cause);
        carryOut(federation.refused(server, id, reply), null);
    }

    @Override
    void close(String reason) {
        federation.end();
        due.clear();
        each().forEach(server -> server.close(reason));
    }

    private Collection<FederatedServer> each() {
        return servers.values();
    }

    @Override
    void slow() {
        each().forEach(FederatedServer::slow);
    }

    @Override
    void quicken() {
        each().forEach(FederatedServer::quicken);
    }

    @Override
    protected void look() {
        each().forEach(FederatedServer::expire);
    }

    @Override
    int waiting() {
        int waiting = super.waiting();
        for (FederatedServer server : each()) {
            waiting += server.waiting();
        }
        return waiting;
    }

    @Override
    boolean isWaiting() {
        return each().stream().anyMatch(FederatedServer::isWaiting);
    }
}
