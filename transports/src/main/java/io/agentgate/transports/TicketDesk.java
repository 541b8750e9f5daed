package io.agentgate.transports;

import io.agentgate.gateway.ticket.Tickets;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.entrance.RequestHead;
import io.agentgate.transports.entrance.Shown;
import io.agentgate.transports.exchange.ClientResponse;
import io.netty.handler.codec.http.HttpMethod;

/** Where pages that have shown who they are get tickets for their WebSockets. */
final class TicketDesk {
    /** Most tickets that are open at once, of all callers. */
    static final int MAX_TICKETS = 2_000;

    static final String PATH = "/ws/ticket";

    private static final String METHODS = "POST";

    private final Callers callers;
    private final Tickets<Shown> tickets;

    TicketDesk(Callers callers, Tickets<Shown> tickets) {
        this.callers = callers;
        this.tickets = tickets;
    }

    void receive(ClientRequest request, RequestHead head, ClientResponse client) {
        Rejection notNow = callers.notNow();
        if (request.method().equals(HttpMethod.OPTIONS)) {
            callers.preflight(request, client, METHODS);
        } else if (!request.method().equals(HttpMethod.POST)) {
            Reception.turnAway(
                    client, new Rejection(405, "this method is not allowed", "Allow", METHODS));
        } else if (notNow != null) {
            Reception.turnAway(client, notNow);
        } else if (head.hasBody()) {
            Reception.turnAway(client, new Rejection(400, "a ticket is asked for without a body"));
        } else {
            callers.identify(request, head, client, login -> give(request, head, client));
        }
    }

    /** It is good for whoever shows what this request has shown. */
    private void give(ClientRequest request, RequestHead head, ClientResponse client) {
        Shown shown = Shown.by(head, request.certificate());
        JsonWriter json = new JsonWriter().beginObject();
        json.name("ticket").value(tickets.give(shown, System.nanoTime()));
        json.name("expires_in").value(Tickets.GOOD_SECONDS).endObject();
        request.answer().header("Cache-Control", "no-store");
        client.text(200, "application/json", json.toBytes());
    }
}
