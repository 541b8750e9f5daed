package io.agentgate.cli.wrap;

import io.agentgate.gateway.bridge.HandshakeLinks;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.gateway.link.Links;
import io.agentgate.stdio.Handshakes;

/** Joins the pipe to the translation; a type of its own, so that neither is loaded before. */
final class Translation implements Handshakes {
    @Override
    public Links over(Links server, Later later) {
        return new HandshakeLinks(server, new ServerEras(System::nanoTime), later::after);
    }
}
