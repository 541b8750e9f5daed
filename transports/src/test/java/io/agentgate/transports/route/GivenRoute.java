package io.agentgate.transports.route;

import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.link.Links;

/** A route for tests of what stands behind one. */
public final class GivenRoute {
    private GivenRoute() {}

    /** To a server that is spoken with message by message. */
    public static Route linked(String server, Links links) {
        return new Route.Linked(server, links, Timeouts.USUAL);
    }
}
