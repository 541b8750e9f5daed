package io.agentgate.transports.link;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.upstream.Instance;
import io.agentgate.transports.upstream.Instances;
import io.agentgate.transports.upstream.Upstream;

/**
 * A server of Streamable HTTP that is spoken with message by message (MCP 2025-11-25,
 * basic/transports), as one event loop reaches it. Thread safe.
 *
 * <p>A link stays with one endpoint of its server, but for one that cannot be reached as it begins.
 * It is there at once; whether the server is, its first request tells. It ends when the server ends
 * its session (404), or sends what cannot be gone on with. The server's own stream is listened to
 * from {@code notifications/initialized} on, unless the server refuses.
 */
public final class HttpLinks implements Links {
    private final EventLoop home;
    private final Route.Direct route;
    private final Pauses pauses;
    private final Glance glance = new Glance();

    /**
     * Is to be made on the event loop.
     *
     * @param home where all work of the links is done
     */
    public HttpLinks(EventLoop home, Route.Direct route) {
        this(home, route, Pauses.USUAL);
    }

    HttpLinks(EventLoop home, Route.Direct route, Pauses pauses) {
        this.home = home;
        this.route = route;
        this.pauses = pauses;
    }

    @Override
    public ServerLink open(SessionIdentity session, LinkListener listener) {
        return new HttpLink(this, listener);
    }

    EventLoop home() {
        return home;
    }

    Instances instances() {
        return route.instances();
    }

    /** The server at one of its endpoints; on the loop. */
    Upstream upstream(Instance at) {
        return home.upstream(route, at);
    }

    Pauses pauses() {
        return pauses;
    }

    Glance glance() {
        return glance;
    }
}
