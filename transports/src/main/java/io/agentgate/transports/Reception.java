package io.agentgate.transports;

import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import io.agentgate.transports.connection.Answer;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.conversation.Bridges;
import io.agentgate.transports.conversation.Linked;
import io.agentgate.transports.conversation.StreamableTalk;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.ProtectedResource;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.entrance.RequestHead;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.Closing;
import io.agentgate.transports.exchange.EraQuestions;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Listening;
import io.agentgate.transports.exchange.Posting;
import io.agentgate.transports.exchange.RequestBody;
import io.agentgate.transports.route.Endpoint;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.route.Routes;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.session.Sought;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where every request of one event loop arrives and is shown its way. */
final class Reception {
    private static final String METHODS = "GET, POST, DELETE";
    private static final String EXPOSED =
            "Mcp-Session-Id, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining,"
                    + " X-RateLimit-Reset, WWW-Authenticate";
    private static final Rejection NOTHING_HERE = new Rejection(404, "there is nothing here");
    private static final Rejection NOT_KNOWN =
            new Rejection(503, "the sessions cannot be looked up now", "Retry-After", "1");

    private final EventLoop loop;
    private final Entrance entrance;
    private final Routes routes;
    private final Sessions sessions;
    private final Patience patience;
    private final @Nullable Duration longestStream;
    private final @Nullable Function<@Nullable String, MetricsPage> metrics;
    private final Callers callers;
    private final SocketDesk sockets;
    private final TicketDesk tickets;
    private final EventDesk events;
    private final EraQuestions questions;
    private final Bridges bridges;
    private final Linked linked;

    Reception(
            EventLoop loop,
            LaneParts shared,
            Patience patience,
            @Nullable Duration longestStream,
            @Nullable Function<@Nullable String, MetricsPage> metrics) {
        this.loop = loop;
        this.entrance = shared.entrance();
        this.routes = shared.routes();
        this.sessions = shared.sessions();
        this.bridges = shared.bridges();
        this.patience = patience;
        this.longestStream = longestStream;
        this.metrics = metrics;
        this.callers = new Callers(loop, entrance);
        this.sockets = new SocketDesk(loop, callers, sessions, shared.tickets());
        this.tickets = new TicketDesk(callers, shared.tickets());
        this.questions = new EraQuestions(loop);
        this.linked = new Linked(loop, bridges);
        this.events = new EventDesk(loop, entrance, callers, sessions, patience);
    }

    /** Turns away what comes from now on. */
    void drain() {
        callers.drain();
    }

    void receive(ClientRequest request) {
        ClientResponse client = new ClientResponse(request);
        try {
            receive(request, client);
        } catch (RuntimeException unexpected) {
            loop.failed(unexpected);
            turnAway(client, new Rejection(500, "the gateway failed"));
        }
    }

    private void receive(ClientRequest request, ClientResponse client) {
        RequestHead head = RequestHead.of(request.headers(), entrance.credentialHeader());
        boolean isPublic = ProtectedResource.isMetadata(request.path());
        Rejection rejection = entrance.checkHead(head, isPublic);
        if (rejection != null) {
            turnAway(client, rejection);
            return;
        }
        if (isPublic) {
            // Nobody is asked who they are there, so all pages may read what all may (RFC 9728).
            request.answer().header("Access-Control-Allow-Origin", "*");
        } else {
            allowOrigin(request, head);
        }
        String path = request.path();
        Endpoint endpoint = Endpoint.of(path);
        Route route = endpoint == null ? null : routes.find(endpoint, path);
        if (endpoint != null && route != null) {
            speak(endpoint, request, head, client, route);
            return;
        }
        String reason = endpoint == null ? null : routes.reason(endpoint, path);
        if (reason != null) {
            turnAway(client, new Rejection(404, reason));
            return;
        }
        switch (path) {
            case "/health" -> health(request, client);
            case "/metrics" -> metrics(request, head, client);
            case TicketDesk.PATH -> tickets.receive(request, head, client);
            default -> metadata(request, client);
        }
    }

    private void speak(
            Endpoint endpoint,
            ClientRequest request,
            RequestHead head,
            ClientResponse client,
            Route route) {
        switch (endpoint) {
            case STREAMABLE -> mcp(request, head, client, route);
            case SOCKET -> sockets.receive(request, head, client, route);
            case EVENTS -> events.listen(request, head, client, route);
            case MESSAGES -> events.post(request, head, client, route);
        }
    }

    /** The rest of the request is not read, so nothing may follow on its connection. */
    static void turnAway(ClientResponse client, Rejection rejection) {
        client.last();
        client.reject(rejection);
    }

    /** What a browser must hear to let a page of another origin read the answer (WHATWG Fetch). */
    private static void allowOrigin(ClientRequest request, RequestHead head) {
        String origin = head.origin();
        if (origin != null) {
            Answer answer = request.answer();
            answer.header("Access-Control-Allow-Origin", origin);
            answer.header("Access-Control-Expose-Headers", EXPOSED);
            answer.header("Vary", "Origin");
        }
    }

    private void health(ClientRequest request, ClientResponse client) {
        if (!isReading(request)) {
            turnAway(client, new Rejection(405, "only GET is allowed", "Allow", "GET"));
        } else if (callers.notNow() != null) {
            client.text(503, "application/json", utf8("{\"status\":\"draining\"}"));
        } else {
            client.text(200, "application/json", utf8("{\"status\":\"ok\"}"));
        }
    }

    private void metadata(ClientRequest request, ClientResponse client) {
        String path = request.path();
        String document = ProtectedResource.isMetadata(path) ? entrance.metadata(path) : null;
        if (document == null) {
            turnAway(client, NOTHING_HERE);
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            callers.preflight(request, client, "GET");
        } else if (!isReading(request)) {
            turnAway(client, new Rejection(405, "only GET is allowed", "Allow", "GET"));
        } else {
            request.answer().header("Cache-Control", "max-age=300");
            client.text(200, "application/json", utf8(document));
        }
    }

    private static boolean isReading(ClientRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void metrics(ClientRequest request, RequestHead head, ClientResponse client) {
        if (metrics == null) {
            turnAway(client, NOTHING_HERE);
            return;
        }
        Function<@Nullable String, MetricsPage> pages = metrics;
        if (!isReading(request)) {
            turnAway(client, new Rejection(405, "only GET is allowed", "Allow", "GET"));
            return;
        }
        if (entrance.asksForKeys() && !isLoopback(request.address())) {
            callers.identify(
                    request, head, client, known -> page(pages.apply(head.accept()), client));
        } else {
            page(pages.apply(head.accept()), client);
        }
    }

    private static void page(MetricsPage page, ClientResponse client) {
        client.text(200, page.contentType(), utf8(page.text()));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    private void mcp(ClientRequest request, RequestHead head, ClientResponse client, Route route) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            callers.preflight(request, client, METHODS);
            return;
        }
        Rejection notNow = callers.notNow();
        Rejection rejection = notNow == null ? unusual(method) : notNow;
        if (rejection != null) {
            turnAway(client, rejection);
            return;
        }
        callers.identify(request, head, client, login -> mcp(request, head, client, route, login));
    }

    private void mcp(
            ClientRequest request,
            RequestHead head,
            ClientResponse client,
            Route route,
            Login.Accepted login) {
        HttpMethod method = request.method();
        Rejection wrong = entrance.checkMcp(method, head);
        if (wrong != null) {
            turnAway(client, wrong);
        } else if (method.equals(HttpMethod.POST)) {
            post(request, head, client, route, login);
        } else {
            withoutBody(method, head, client, route, login);
        }
    }

    private static @Nullable Rejection unusual(HttpMethod method) {
        boolean known =
                method.equals(HttpMethod.POST)
                        || method.equals(HttpMethod.GET)
                        || method.equals(HttpMethod.DELETE);
        return known ? null : new Rejection(405, "this method is not allowed", "Allow", METHODS);
    }

    private void post(
            ClientRequest request,
            RequestHead head,
            ClientResponse client,
            Route route,
            Login.Accepted login) {
        Consumer<byte[]> whole =
                isOfHandshake(head)
                        ? inSession(head, client, route, login)
                        : alone(head, client, route, login);
        if (head.awaitsContinue()) {
            request.sayContinue();
        }
        new RequestBody(request, loop, whole, refused -> turnAway(client, refused)).read();
        patience.delay(request);
    }

    /** Clients that do not say so may be older than the header that would (MCP 2025-03-26). */
    private static boolean isOfHandshake(RequestHead head) {
        String version = head.protocolVersion();
        return version == null || Era.of(version) instanceof Era.Handshake;
    }

    private Consumer<byte[]> inSession(
            RequestHead head, ClientResponse client, Route route, Login.Accepted login) {
        String name = head.sessionId();
        ClientSession found = name == null ? null : find(name, login, route);
        boolean spoken = found != null && found.talk() != null;
        return switch (route) {
            case Route.Direct direct when !spoken -> exchange(head, client, direct, login, found);
            case Route.Direct _ -> talk(head, client, route, login, found);
            case Route.Linked _, Route.Federated _ -> talk(head, client, route, login, found);
        };
    }

    /** A message of the stateless era, or of one that nobody knows, which is refused by name. */
    private Consumer<byte[]> alone(
            RequestHead head, ClientResponse client, Route route, Login.Accepted login) {
        Mirror mirror = head.mirror();
        Consumer<byte[]> bridged =
                message -> bridges.take(loop, client, login, route, mirror, message);
        return switch (route) {
            case Route.Linked one -> message -> linked.take(client, login, one, mirror, message);
            case Route.Federated _ -> bridged;
            case Route.Direct direct -> message -> direct(mirror, client, direct, login, message);
        };
    }

    /** The same where the server may speak that era itself. */
    private void direct(
            Mirror mirror,
            ClientResponse client,
            Route.Direct route,
            Login.Accepted login,
            byte[] message) {
        if (!Era.isStateless(mirror.revision())) {
            passOn(mirror, client, route, login, message); // it is refused, whatever the server is
            return;
        }
        questions.ask(
                route,
                login.subject(),
                finding -> {
                    switch (finding) {
                        case EraQuestions.Finding.Stateless() ->
                                passOn(mirror, client, route, login, message);
                        case EraQuestions.Finding.Handshake() ->
                                bridges.take(loop, client, login, route, mirror, message);
                        case EraQuestions.Finding.Unknown(String reason) ->
                                client.reject(
                                        new Rejection(503, reason, "Retry-After", "5"),
                                        id(message));
                    }
                });
    }

    private void passOn(
            Mirror mirror,
            ClientResponse client,
            Route route,
            Login.Accepted login,
            byte[] message) {
        ClientSession alone = sessions.alone(login, route, mirror, null, System.nanoTime());
        ForwardedHeaders headers = ForwardedHeaders.alone(mirror, login.subject());
        new Posting(loop, client, headers, alone, Posting.Place.ALONE).begin(message);
    }

    private static @Nullable Id id(byte[] message) {
        return new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(message) instanceof Request request
                ? request.id()
                : null;
    }

    /** The session a client of Streamable HTTP speaks of, unless it is spoken some other way. */
    private @Nullable ClientSession find(String name, Login.Accepted login, Route route) {
        ClientSession found = sessions.find(name, login, route, System.nanoTime());
        return found == null || found.talk() == null || found.talk() instanceof StreamableTalk
                ? found
                : null;
    }

    /** A message to what is spoken with message by message. */
    private Consumer<byte[]> talk(
            RequestHead head,
            ClientResponse client,
            Route route,
            Login.Accepted login,
            @Nullable ClientSession found) {
        if (found != null && found.talk() instanceof StreamableTalk talk) {
            return message -> talk.post(loop, message, client, login.subject());
        }
        int otherwise = head.sessionId() == null ? 400 : 404;
        return message -> {
            ClientSession draft = sessions.draft(login, route, Instant.now(), System.nanoTime());
            new StreamableTalk(loop, draft, longestStream)
                    .begin(message, client, otherwise, login.subject());
        };
    }

    /** A message that is passed on as an exchange. */
    private Consumer<byte[]> exchange(
            RequestHead head,
            ClientResponse client,
            Route.Direct route,
            Login.Accepted login,
            @Nullable ClientSession found) {
        String name = head.sessionId();
        ForwardedHeaders headers = ForwardedHeaders.of(head, login);
        if (found != null) {
            return new Posting(loop, client, headers, found, Posting.Place.WITHIN)::begin;
        }
        if (name == null) {
            return outside(client, headers, route, login, Posting.Place.FIRST);
        }
        return message ->
                seek(
                        name,
                        login,
                        route,
                        client,
                        known ->
                                new Posting(loop, client, headers, known, Posting.Place.WITHIN)
                                        .begin(message),
                        () ->
                                outside(client, headers, route, login, Posting.Place.LOST)
                                        .accept(message));
    }

    /**
     * A message that belongs to no session, and may begin one. Where the server refuses to, the
     * session is spoken message by message, so that it can be translated.
     */
    private Consumer<byte[]> outside(
            ClientResponse client,
            ForwardedHeaders headers,
            Route.Direct route,
            Login.Accepted login,
            Posting.Place place) {
        ClientSession draft = sessions.draft(login, route, Instant.now(), System.nanoTime());
        Consumer<byte[]> talk =
                message ->
                        new StreamableTalk(loop, draft, longestStream)
                                .begin(message, client, place.otherwise(), login.subject());
        return route.eras().handshake() == ServerEras.Speaks.NO
                ? talk
                : new Posting(loop, client, headers, draft, place).orElse(talk)::begin;
    }

    /** Goes on with a session that is not known here, if it lives elsewhere. */
    private void seek(
            String name,
            Login.Accepted login,
            Route route,
            ClientResponse client,
            Consumer<ClientSession> found,
            Runnable none) {
        if (!sessions.areShared(route)) {
            none.run();
            return;
        }
        loop.after(
                sessions.seek(name, login, route, System.nanoTime()),
                sought -> {
                    switch (sought) {
                        case Sought.Found(ClientSession session) -> found.accept(session);
                        case Sought.None() -> none.run();
                        case Sought.Unknown() -> turnAway(client, NOT_KNOWN);
                    }
                });
    }

    private void withoutBody(
            HttpMethod method,
            RequestHead head,
            ClientResponse client,
            Route route,
            Login.Accepted login) {
        String name = head.sessionId();
        if (name == null) {
            turnAway(client, new Rejection(400, "the Mcp-Session-Id header is missing"));
            return;
        }
        ClientSession session = find(name, login, route);
        if (session != null) {
            withoutBody(method, ForwardedHeaders.of(head, login), client, session);
        } else {
            seek(
                    name,
                    login,
                    route,
                    client,
                    known -> withoutBody(method, ForwardedHeaders.of(head, login), client, known),
                    () -> turnAway(client, new Rejection(404, "there is no such session")));
        }
    }

    private void withoutBody(
            HttpMethod method,
            ForwardedHeaders headers,
            ClientResponse client,
            ClientSession session) {
        if (session.talk() instanceof StreamableTalk talk) {
            if (method.equals(HttpMethod.GET)) {
                talk.listen(loop, client, headers.lastEventId());
            } else {
                boolean _ = sessions.end(session);
                client.empty(200);
            }
        } else if (method.equals(HttpMethod.GET)) {
            new Listening(loop, client, session).begin(headers);
        } else {
            new Closing(loop, client, session).begin(headers);
        }
    }
}
