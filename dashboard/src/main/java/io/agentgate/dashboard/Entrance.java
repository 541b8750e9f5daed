package io.agentgate.dashboard;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Port: who may look, and as whom. Whoever it lets on is the {@link Visitor} of the request from
 * then on; all others it answers.
 */
public interface Entrance {
    /** Mounts the ways in and out, {@code /api/session} among them. */
    void mount(Router router);

    /**
     * Lets on who may read; what changes something is taken from a page of ours only, where a
     * browser shows by itself who somebody is.
     */
    void guard(RoutingContext asked);

    /** Does the same for a WebSocket, which a browser opens for whatever page it shows. */
    void guardSocket(RoutingContext asked);
}
