package io.agentgate.transports;

import io.agentgate.transports.connection.ClientConnection;
import io.agentgate.transports.connection.Connections;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Login;
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
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where every request of one event loop arrives and is shown its way. */
final class Reception {
    private static final String METHODS = "GET, POST, DELETE";
    private static final String EXPOSED =
            "Mcp-Session-Id, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining,"
                    + " X-RateLimit-Reset";
    private static final Rejection DRAINING =
            new Rejection(503, "the gateway is shutting down", "Retry-After", "5");

    private final EventLoop loop;
    private final Connections connections;
    private final Entrance entrance;
    private final Sessions sessions;
    private final Patience patience;
    private final Function<@Nullable String, MetricsPage> metrics;
    private boolean draining;

    Reception(
            EventLoop loop,
            Connections connections,
            Entrance entrance,
            Sessions sessions,
            Patience patience,
            Function<@Nullable String, MetricsPage> metrics) {
        this.loop = loop;
        this.connections = connections;
        this.entrance = entrance;
        this.sessions = sessions;
        this.patience = patience;
        this.metrics = metrics;
    }

    /** Turns away what comes from now on. */
    void drain() {
        draining = true;
    }

    void receive(HttpServerRequest request) {
        ClientConnection connection = connections.of(request);
        if (connection.isLeaving()) {
            return;
        }
        connection.headComplete();
        ClientResponse client = new ClientResponse(request.response(), connection);
        try {
            receive(request, client, connection);
        } catch (RuntimeException unexpected) {
            loop.failed(unexpected);
            turnAway(client, new Rejection(500, "the gateway failed"));
        }
    }

    private void receive(
            HttpServerRequest request, ClientResponse client, ClientConnection connection) {
        RequestHead head = RequestHead.of(request.headers(), entrance.credentialHeader());
        Rejection rejection = entrance.checkHead(head);
        if (rejection != null) {
            turnAway(client, rejection);
            return;
        }
        allowOrigin(request, head);
        switch (request.path()) {
            case "/mcp", "/servers/default/mcp" -> mcp(request, head, client, connection);
            case "/health" -> health(request, client);
            case "/metrics" -> metrics(request, head, client);
            case null, default -> turnAway(client, new Rejection(404, "there is nothing here"));
        }
    }

    /** The rest of the request is not read, so nothing may follow on its connection. */
    private static void turnAway(ClientResponse client, Rejection rejection) {
        client.last();
        client.reject(rejection);
    }

    /** What a browser must hear to let a page of another origin read the answer (WHATWG Fetch). */
    private static void allowOrigin(HttpServerRequest request, RequestHead head) {
        String origin = head.origin();
        if (origin != null) {
            MultiMap headers = request.response().headers();
            headers.set("Access-Control-Allow-Origin", origin);
            headers.set("Access-Control-Expose-Headers", EXPOSED);
            headers.set("Vary", "Origin");
        }
    }

    private void health(HttpServerRequest request, ClientResponse client) {
        if (!isReading(request)) {
            turnAway(client, new Rejection(405, "only GET is allowed", "Allow", "GET"));
        } else if (draining) {
            client.text(503, "application/json", utf8("{\"status\":\"draining\"}"));
        } else {
            client.text(200, "application/json", utf8("{\"status\":\"ok\"}"));
        }
    }

    private static boolean isReading(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void metrics(HttpServerRequest request, RequestHead head, ClientResponse client) {
        if (!isReading(request)) {
            turnAway(client, new Rejection(405, "only GET is allowed", "Allow", "GET"));
            return;
        }
        if (entrance.asksForKeys() && !isLoopback(address(request))) {
            if (entrance.login(head, address(request)) instanceof Login.Denied(Rejection why)) {
                turnAway(client, why);
                return;
            }
        }
        MetricsPage page = metrics.apply(head.accept());
        client.text(200, page.contentType(), utf8(page.text()));
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    private static String address(HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        return address == null ? "" : address;
    }

    private void mcp(
            HttpServerRequest request,
            RequestHead head,
            ClientResponse client,
            ClientConnection connection) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            preflight(request, client);
            return;
        }
        Rejection rejection = draining ? DRAINING : unusual(method);
        if (rejection != null) {
            turnAway(client, rejection);
            return;
        }
        switch (entrance.login(head, address(request))) {
            case Login.Denied(Rejection why) -> turnAway(client, why);
            case Login.Accepted login -> {
                Rejection wrong = entrance.checkMcp(method, head);
                if (wrong != null) {
                    turnAway(client, wrong);
                } else if (method.equals(HttpMethod.POST)) {
                    post(request, head, client, connection, login);
                } else {
                    connection.requestComplete();
                    withoutBody(method, head, client, login);
                }
            }
        }
    }

    private static @Nullable Rejection unusual(HttpMethod method) {
        boolean known =
                method.equals(HttpMethod.POST)
                        || method.equals(HttpMethod.GET)
                        || method.equals(HttpMethod.DELETE);
        return known ? null : new Rejection(405, "this method is not allowed", "Allow", METHODS);
    }

    private void preflight(HttpServerRequest request, ClientResponse client) {
        MultiMap headers = request.response().headers();
        headers.set("Allow", METHODS + ", OPTIONS");
        headers.set("Access-Control-Allow-Methods", METHODS);
        headers.set(
                "Access-Control-Allow-Headers",
                "Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Last-Event-ID, "
                        + entrance.credentialHeader());
        headers.set("Access-Control-Max-Age", "600");
        client.empty(204);
    }

    private void post(
            HttpServerRequest request,
            RequestHead head,
            ClientResponse client,
            ClientConnection connection,
            Login.Accepted login) {
        long now = System.nanoTime();
        String name = head.sessionId();
        ClientSession found = name == null ? null : sessions.find(name, login, now);
        ClientSession session = found != null ? found : sessions.draft(login, Instant.now(), now);
        Posting.Place place =
                found != null
                        ? Posting.Place.WITHIN
                        : name == null ? Posting.Place.FIRST : Posting.Place.LOST;
        Posting posting = new Posting(loop, client, ForwardedHeaders.of(head), session, place);
        if (head.awaitsContinue()) {
            request.response().writeContinue();
        }
        new RequestBody(
                        request,
                        loop,
                        message -> {
                            connection.requestComplete();
                            posting.begin(message);
                        },
                        refused -> turnAway(client, refused))
                .read();
        patience.delay(request);
    }

    private void withoutBody(
            HttpMethod method, RequestHead head, ClientResponse client, Login.Accepted login) {
        String name = head.sessionId();
        if (name == null) {
            turnAway(client, new Rejection(400, "the Mcp-Session-Id header is missing"));
            return;
        }
        ClientSession session = sessions.find(name, login, System.nanoTime());
        if (session == null) {
            turnAway(client, new Rejection(404, "there is no such session"));
        } else if (method.equals(HttpMethod.GET)) {
            new Listening(loop, client, session).begin(ForwardedHeaders.of(head));
        } else {
            new Closing(loop, client, session).begin(ForwardedHeaders.of(head));
        }
    }
}
