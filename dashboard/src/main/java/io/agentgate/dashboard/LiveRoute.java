package io.agentgate.dashboard;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The route of the live feed. A page shows its ticket as a subprotocol, {@code
 * agentgate.ticket.<ticket>}, beside {@link #PROTOCOL}: a URL would be written into logs.
 */
final class LiveRoute {
    static final String PROTOCOL = "agentgate.live";

    private static final String TICKET = "agentgate.ticket.";
    private static final String REFUSED = "show the token in Authorization, or a ticket";

    private final Entrance entrance;
    private final Tickets tickets;
    private final LiveFeed feed;

    LiveRoute(Entrance entrance, Tickets tickets, LiveFeed feed) {
        this.entrance = entrance;
        this.tickets = tickets;
        this.feed = feed;
    }

    void mount(Router router) {
        router.get("/api/ws/live").handler(this::listen);
    }

    private void listen(RoutingContext asked) {
        HttpServerRequest request = asked.request();
        if (!entrance.hasToken(request) && !hasTicket(request)) {
            Answer.send(asked, 401, "text/plain; charset=utf-8", REFUSED);
            return;
        }
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            Answer.error(asked, 426, "this is a WebSocket");
            return;
        }
        request.toWebSocket().onSuccess(feed::join);
    }

    private boolean hasTicket(HttpServerRequest request) {
        List<String> offered = request.headers().getAll("Sec-WebSocket-Protocol");
        for (String line : offered) {
            for (String protocol : line.split(",")) {
                String word = protocol.strip();
                if (word.startsWith(TICKET) && tickets.take(word.substring(TICKET.length()))) {
                    return true;
                }
            }
        }
        return false;
    }
}
