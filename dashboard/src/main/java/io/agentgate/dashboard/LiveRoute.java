package io.agentgate.dashboard;

import io.agentgate.gateway.ticket.Tickets;
import io.agentgate.protocol.JsonWriter;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The route of the live feed. A page shows its ticket as a subprotocol beside {@link #PROTOCOL}.
 */
final class LiveRoute {
    static final String PROTOCOL = "agentgate.live";

    private static final int MAX_TICKETS = 100;
    private static final List<String> FORMS = List.of("events");
    private static final String[] PARAMETERS =
            AskedCalls.names("form", "backlog", "after").toArray(String[]::new);

    private final Entrance entrance;
    private final LiveFeed feed;
    private final LongSupplier nanoTime;
    private final Tickets<LiveFeed> tickets = new Tickets<>(MAX_TICKETS);

    LiveRoute(Entrance entrance, LiveFeed feed, LongSupplier nanoTime) {
        this.entrance = entrance;
        this.feed = feed;
        this.nanoTime = nanoTime;
    }

    /** Where pages listen with a ticket, or whoever shows the token. */
    void mount(Router router) {
        router.get("/api/ws/live").handler(this::guard).handler(this::listen);
    }

    /** Where pages that have shown the token get tickets. */
    void mountTickets(Router router) {
        router.post("/api/ws/ticket").handler(this::give);
    }

    private void give(RoutingContext asked) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("ticket").value(tickets.give(feed, nanoTime.getAsLong()));
        json.name("expires_in").value(Tickets.GOOD_SECONDS);
        Answer.json(asked, json.endObject());
    }

    private void guard(RoutingContext asked) {
        if (hasTicket(asked.request())) {
            asked.next();
        } else {
            entrance.guardSocket(asked);
        }
    }

    private void listen(RoutingContext asked) {
        HttpServerRequest request = asked.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            Answer.error(asked, 426, "this is a WebSocket");
            return;
        }
        LiveListener.Wish wish;
        try {
            wish = wish(Parameters.of(asked, PARAMETERS));
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        request.toWebSocket().onSuccess(socket -> feed.join(socket, wish));
    }

    private static LiveListener.Wish wish(Parameters asked) {
        return new LiveListener.Wish(
                asked.oneOf("form", FORMS) != null,
                AskedCalls.names(asked),
                Math.min(asked.number("backlog", 0, 0), LiveFeed.MOST_BEFORE),
                asked.mark("after"));
    }

    private boolean hasTicket(HttpServerRequest request) {
        List<String> offered = request.headers().getAll("Sec-WebSocket-Protocol");
        for (String line : offered) {
            for (String protocol : line.split(",")) {
                String word = protocol.strip();
                if (word.startsWith(Tickets.SUBPROTOCOL) && isGood(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isGood(String word) {
        String ticket = word.substring(Tickets.SUBPROTOCOL.length());
        return tickets.take(ticket, nanoTime.getAsLong()) != null;
    }
}
