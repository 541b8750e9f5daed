package io.agentgate.transports;

import io.agentgate.gateway.ticket.Tickets;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.conversation.SocketTalk;
import io.agentgate.transports.conversation.Standing;
import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.entrance.RequestHead;
import io.agentgate.transports.entrance.Shown;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.websocket.Handshake;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;
import java.util.List;

/**
 * Where clients arrive that want to speak WebSocket. Whoever can set no header shows a ticket, as a
 * subprotocol beside the one that is spoken.
 */
final class SocketDesk {
    private static final String METHODS = "GET";

    private final EventLoop loop;
    private final Callers callers;
    private final Sessions sessions;
    private final Tickets<Shown> tickets;

    SocketDesk(EventLoop loop, Callers callers, Sessions sessions, Tickets<Shown> tickets) {
        this.loop = loop;
        this.callers = callers;
        this.sessions = sessions;
        this.tickets = tickets;
    }

    void receive(ClientRequest request, RequestHead head, ClientResponse client, Route route) {
        HttpMethod method = request.method();
        Rejection notNow = callers.notNow();
        if (method.equals(HttpMethod.OPTIONS)) {
            callers.preflight(request, client, METHODS);
        } else if (!method.equals(HttpMethod.GET)) {
            Reception.turnAway(
                    client, new Rejection(405, "this method is not allowed", "Allow", METHODS));
        } else if (notNow != null) {
            Reception.turnAway(client, notNow);
        } else {
            Rejection objection = Handshake.objection(request);
            if (objection != null) {
                Reception.turnAway(client, objection);
            } else {
                identify(request, head, client, route);
            }
        }
    }

    private void identify(
            ClientRequest request, RequestHead head, ClientResponse client, Route route) {
        Shown shown = Shown.by(head, request.certificate());
        List<String> offered = Handshake.tickets(request);
        if (offered.isEmpty()) {
            open(request, shown, client, route);
        } else if (offered.size() > 1 || shown.credential() != null) {
            Reception.turnAway(client, new Rejection(400, "show one credential, or one ticket"));
        } else {
            Shown before = tickets.take(offered.getFirst(), System.nanoTime());
            if (before == null) {
                callers.turnAway(Bearer.invalid("this ticket is not valid"), request, client);
            } else {
                open(request, before, client, route);
            }
        }
    }

    private void open(ClientRequest request, Shown shown, ClientResponse client, Route route) {
        callers.identify(
                request,
                shown,
                client,
                login -> request.read(opening(request, shown, route, login)));
    }

    /** Opens it at the end of the request. */
    private ClientRequest.Reader opening(
            ClientRequest request, Shown shown, Route route, Login.Accepted login) {
        return new ClientRequest.Reader() {
            @Override
            public void piece(byte[] bytes) {
                throw new IllegalStateException("a handshake with a body");
            }

            @Override
            public void end() {
                ClientSession draft =
                        sessions.draft(login, route, Instant.now(), System.nanoTime());
                Standing standing = callers.standing(shown, request.address(), login);
                new SocketTalk(loop, draft, login.subject(), standing).begin(request);
            }

            @Override
            public void broken() {
                // Nobody is there any more.
            }
        };
    }
}
