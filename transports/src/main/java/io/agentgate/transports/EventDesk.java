package io.agentgate.transports;

import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.conversation.EventTalk;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.entrance.RequestHead;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.RequestBody;
import io.agentgate.transports.route.Endpoint;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Sessions;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where clients of HTTP with SSE arrive: to hear at one path, and to speak at another. */
final class EventDesk {
    private static final String SESSION = "sessionId";

    private final EventLoop loop;
    private final Entrance entrance;
    private final Callers callers;
    private final Sessions sessions;
    private final Patience patience;

    EventDesk(
            EventLoop loop,
            Entrance entrance,
            Callers callers,
            Sessions sessions,
            Patience patience) {
        this.loop = loop;
        this.entrance = entrance;
        this.callers = callers;
        this.sessions = sessions;
        this.patience = patience;
    }

    /** Takes a client that wants to hear. */
    void listen(ClientRequest request, RequestHead head, ClientResponse client, Route route) {
        if (isFor(HttpMethod.GET, request, head, client)) {
            callers.identify(request, head, client, login -> open(request, client, route, login));
        }
    }

    /** Takes what a client says. */
    void post(ClientRequest request, RequestHead head, ClientResponse client, Route route) {
        if (isFor(HttpMethod.POST, request, head, client)) {
            callers.identify(
                    request, head, client, login -> read(request, head, client, route, login));
        }
    }

    /** Whether a request may go on; if not it is answered. */
    private boolean isFor(
            HttpMethod method, ClientRequest request, RequestHead head, ClientResponse client) {
        if (request.method().equals(HttpMethod.OPTIONS)) {
            callers.preflight(request, client, method.name());
            return false;
        }
        Rejection notNow = callers.notNow();
        Rejection rejection =
                !request.method().equals(method)
                        ? new Rejection(405, "this method is not allowed", "Allow", method.name())
                        : notNow != null ? notNow : entrance.checkEvents(method, head);
        if (rejection != null) {
            Reception.turnAway(client, rejection);
        }
        return rejection == null;
    }

    private void open(
            ClientRequest request, ClientResponse client, Route route, Login.Accepted login) {
        ClientSession session = sessions.draft(login, route, Instant.now(), System.nanoTime());
        if (sessions.begin(session) == null) {
            Reception.turnAway(
                    client, new Rejection(503, "there are too many sessions", "Retry-After", "5"));
            return;
        }
        String path = request.path();
        String place = path.substring(0, path.length() - Endpoint.EVENTS.path().length());
        new EventTalk(loop, session, client.stream())
                .begin(place + Endpoint.MESSAGES.path() + '?' + SESSION + '=' + session.name());
    }

    private void read(
            ClientRequest request,
            RequestHead head,
            ClientResponse client,
            Route route,
            Login.Accepted login) {
        String name = name(request.query());
        if (name == null) {
            Reception.turnAway(client, new Rejection(400, "the sessionId is missing"));
            return;
        }
        ClientSession session = sessions.find(name, login, route, System.nanoTime());
        if (session == null || !(session.talk() instanceof EventTalk talk)) {
            Reception.turnAway(client, new Rejection(404, "there is no such session"));
            return;
        }
        if (head.awaitsContinue()) {
            request.sayContinue();
        }
        new RequestBody(
                        request,
                        loop,
                        message -> talk.post(loop, message, client, login.subject()),
                        refused -> Reception.turnAway(client, refused))
                .read();
        patience.delay(request);
    }

    /** The session that a query names, if it names one. */
    private static @Nullable String name(@Nullable String query) {
        String name = null;
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (pair.startsWith(SESSION + '=')) {
                if (name != null) {
                    return null;
                }
                name = pair.substring(SESSION.length() + 1);
            }
        }
        return name;
    }
}
