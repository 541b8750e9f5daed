package io.agentgate.transports;

import io.agentgate.gateway.ticket.Tickets;
import io.agentgate.transports.conversation.Bridges;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Shown;
import io.agentgate.transports.route.Routes;
import io.agentgate.transports.session.Sessions;

/**
 * What all lanes of a gateway share.
 *
 * @param bridges the sessions that are held for clients of the stateless era
 * @param tickets those that were given for WebSockets
 */
record LaneParts(
        Entrance entrance,
        Routes routes,
        Sessions sessions,
        Bridges bridges,
        Tickets<Shown> tickets) {}
