package io.agentgate.gateway.bridge;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;

/**
 * A server to whose every link the handshake can be spoken, whichever era it speaks itself. Thread
 * safe.
 *
 * <pre>
 *   initialize ──▶ the server ──result──▶ all passes as it is
 *                      └──refuses──▶ server/discover ──result──▶ all is translated
 *                                                     └──refuses──▶ its first refusal passes
 * </pre>
 *
 * <p>A server that is known to refuse handshakes is asked {@code server/discover} first, and again
 * for each session: what it offers may have changed.
 */
public final class HandshakeLinks implements Links {
    private final Links server;
    private final ServerEras eras;
    private final Timer timer;

    /**
     * @param server where the links are opened that carry the messages
     * @param eras what is known of the server, and learned here
     * @param timer for what is tried again in a while
     */
    public HandshakeLinks(Links server, ServerEras eras, Timer timer) {
        this.server = server;
        this.eras = eras;
        this.timer = timer;
    }

    @Override
    public ServerLink open(SessionIdentity session, LinkListener listener) throws LinkException {
        HandshakeLink link = new HandshakeLink(server, session, listener, eras, timer);
        link.open();
        return link;
    }
}
