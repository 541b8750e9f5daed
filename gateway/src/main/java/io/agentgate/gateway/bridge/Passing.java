package io.agentgate.gateway.bridge;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import org.jspecify.annotations.Nullable;

/** Both sides are of the handshake era, or there is nothing to be said: all passes as it is. */
final class Passing implements Stage {
    private final Ways ways;

    Passing(Ways ways) {
        this.ways = ways;
    }

    @Override
    public void send(Outgoing message) {
        ways.send(message);
    }

    @Override
    public void giveUp(Id request, Frame cancellation) {
        ways.giveUp(request, cancellation);
    }

    @Override
    public void received(byte[] message, @Nullable Id within) {
        ways.tell(message, within);
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        ways.tellOversized(head, tail);
    }

    @Override
    public void lost(Id request, Loss loss, String reason) {
        ways.lose(request, loss, reason);
    }

    @Override
    public void ended(String reason) {
        ways.end(reason);
    }
}
