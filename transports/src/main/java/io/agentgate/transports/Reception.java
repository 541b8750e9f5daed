package io.agentgate.transports;

import io.agentgate.transports.connection.Answer;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.ProtectedResource;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.entrance.RequestHead;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.Closing;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Listening;
import io.agentgate.transports.exchange.Posting;
import io.agentgate.transports.exchange.RequestBody;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.session.Sought;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
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
    private static final Rejection DRAINING =
            new Rejection(503, "the gateway is shutting down", "Retry-After", "5");
    private static final Rejection NOT_KNOWN =
            new Rejection(503, "the sessions cannot be looked up now", "Retry-After", "1");

    private static final Login.Known NOBODY_KNOWS =
            new Login.Denied(
                    new Rejection(503, "callers cannot be told apart now", "Retry-After", "1"));

    private final EventLoop loop;
    private final Entrance entrance;
    private final Sessions sessions;
    private final Patience patience;
    private final @Nullable Function<@Nullable String, MetricsPage> metrics;
    private boolean draining;

    Reception(
            EventLoop loop,
            Entrance entrance,
            Sessions sessions,
            Patience patience,
            @Nullable Function<@Nullable String, MetricsPage> metrics) {
        this.loop = loop;
        this.entrance = entrance;
        this.sessions = sessions;
        this.patience = patience;
        this.metrics = metrics;
    }

    /** Turns away what comes from now on. */
    void drain() {
        draining = true;
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
        switch (request.path()) {
            case "/mcp", "/servers/default/mcp" -> mcp(request, head, client);
            case "/health" -> health(request, client);
            case "/metrics" -> metrics(request, head, client);
            default -> metadata(request, client);
        }
    }

    /** The rest of the request is not read, so nothing may follow on its connection. */
    private static void turnAway(ClientResponse client, Rejection rejection) {
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
        } else if (draining) {
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
            preflight(request, client, "GET");
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
            identify(request, head, client, known -> page(pages.apply(head.accept()), client));
        } else {
            page(pages.apply(head.accept()), client);
        }
    }

    private static void page(MetricsPage page, ClientResponse client) {
        client.text(200, page.contentType(), utf8(page.text()));
    }

    /** Goes on once it is known who makes a request; until then nothing more of it is read. */
    private void identify(
            ClientRequest request,
            RequestHead head,
            ClientResponse client,
            Consumer<Login.Accepted> then) {
        Login login =
                entrance.login(head, request.query(), request.address(), request.certificate());
        switch (login) {
            case Login.Known known -> identified(known, request, client, then);
            case Login.Later(CompletionStage<Login.Known> answer) -> {
                request.pause();
                loop.after(
                        answer.exceptionally(failure -> NOBODY_KNOWS),
                        known -> goOn(known, request, client, then));
            }
        }
    }

    private void goOn(
            Login.Known known,
            ClientRequest request,
            ClientResponse client,
            Consumer<Login.Accepted> then) {
        if (request.answer().isGone()) {
            return;
        }
        try {
            if (draining) {
                turnAway(client, DRAINING);
            } else {
                identified(known, request, client, then);
            }
        } catch (RuntimeException unexpected) {
            loop.failed(unexpected);
            turnAway(client, new Rejection(500, "the gateway failed"));
        }
        request.resume();
    }

    private void identified(
            Login.Known known,
            ClientRequest request,
            ClientResponse client,
            Consumer<Login.Accepted> then) {
        switch (known) {
            case Login.Denied(Rejection why) ->
                    turnAway(client, entrance.explained(why, request.path()));
            case Login.Accepted login -> then.accept(login);
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    private void mcp(ClientRequest request, RequestHead head, ClientResponse client) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            preflight(request, client, METHODS);
            return;
        }
        Rejection rejection = draining ? DRAINING : unusual(method);
        if (rejection != null) {
            turnAway(client, rejection);
            return;
        }
        identify(request, head, client, login -> mcp(request, head, client, login));
    }

    private void mcp(
            ClientRequest request, RequestHead head, ClientResponse client, Login.Accepted login) {
        HttpMethod method = request.method();
        Rejection wrong = entrance.checkMcp(method, head);
        if (wrong != null) {
            turnAway(client, wrong);
        } else if (method.equals(HttpMethod.POST)) {
            post(request, head, client, login);
        } else {
            withoutBody(method, head, client, login);
        }
    }

    private static @Nullable Rejection unusual(HttpMethod method) {
        boolean known =
                method.equals(HttpMethod.POST)
                        || method.equals(HttpMethod.GET)
                        || method.equals(HttpMethod.DELETE);
        return known ? null : new Rejection(405, "this method is not allowed", "Allow", METHODS);
    }

    private void preflight(ClientRequest request, ClientResponse client, String methods) {
        Answer answer = request.answer();
        answer.header("Allow", methods + ", OPTIONS");
        answer.header("Access-Control-Allow-Methods", methods);
        answer.header(
                "Access-Control-Allow-Headers",
                "Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Last-Event-ID, "
                        + entrance.credentialHeader());
        answer.header("Access-Control-Max-Age", "600");
        client.empty(204);
    }

    private void post(
            ClientRequest request, RequestHead head, ClientResponse client, Login.Accepted login) {
        long now = System.nanoTime();
        String name = head.sessionId();
        ClientSession found = name == null ? null : sessions.find(name, login, now);
        ForwardedHeaders headers = ForwardedHeaders.of(head, login);
        Consumer<byte[]> whole;
        if (found != null) {
            whole = new Posting(loop, client, headers, found, Posting.Place.WITHIN)::begin;
        } else if (name == null) {
            whole = outside(client, headers, login, Posting.Place.FIRST)::begin;
        } else {
            whole =
                    message ->
                            seek(
                                    name,
                                    login,
                                    client,
                                    known ->
                                            new Posting(
                                                            loop,
                                                            client,
                                                            headers,
                                                            known,
                                                            Posting.Place.WITHIN)
                                                    .begin(message),
                                    () ->
                                            outside(client, headers, login, Posting.Place.LOST)
                                                    .begin(message));
        }
        if (head.awaitsContinue()) {
            request.sayContinue();
        }
        new RequestBody(request, loop, whole, refused -> turnAway(client, refused)).read();
        patience.delay(request);
    }

    /** A message that belongs to no session, and may begin one. */
    private Posting outside(
            ClientResponse client,
            ForwardedHeaders headers,
            Login.Accepted login,
            Posting.Place place) {
        ClientSession draft = sessions.draft(login, Instant.now(), System.nanoTime());
        return new Posting(loop, client, headers, draft, place);
    }

    /** Goes on with a session that is not known here, if it lives elsewhere. */
    private void seek(
            String name,
            Login.Accepted login,
            ClientResponse client,
            Consumer<ClientSession> found,
            Runnable none) {
        if (!sessions.areShared()) {
            none.run();
            return;
        }
        loop.after(
                sessions.seek(name, login, System.nanoTime()),
                sought -> {
                    switch (sought) {
                        case Sought.Found(ClientSession session) -> found.accept(session);
                        case Sought.None() -> none.run();
                        case Sought.Unknown() -> turnAway(client, NOT_KNOWN);
                    }
                });
    }

    private void withoutBody(
            HttpMethod method, RequestHead head, ClientResponse client, Login.Accepted login) {
        String name = head.sessionId();
        if (name == null) {
            turnAway(client, new Rejection(400, "the Mcp-Session-Id header is missing"));
            return;
        }
        ClientSession session = sessions.find(name, login, System.nanoTime());
        if (session != null) {
            withoutBody(method, ForwardedHeaders.of(head, login), client, session);
        } else {
            seek(
                    name,
                    login,
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
        if (method.equals(HttpMethod.GET)) {
            new Listening(loop, client, session).begin(headers);
        } else {
            new Closing(loop, client, session).begin(headers);
        }
    }
}
