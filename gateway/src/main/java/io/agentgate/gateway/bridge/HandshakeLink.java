package io.agentgate.gateway.bridge;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session's link, to which the handshake is spoken.
 *
 * <p>What is to be done is found under a lock, and done behind it: neither the server's link nor
 * the listener is called with the lock held, and each hears things in the order in which they were
 * found.
 */
final class HandshakeLink implements ServerLink {
    private final ReentrantLock lock = new ReentrantLock();
    private final Ways ways;
    private Stage stage;

    /** What is heard of others is of a link that was left. */
    private Hearing current = new Hearing();

    HandshakeLink(
            Links server,
            SessionIdentity session,
            LinkListener listener,
            ServerEras eras,
            Timer timer) {
        this.ways = new Ways(this, server, session, listener, timer);
        this.stage = new Beginning(ways, eras);
    }

    void open() throws LinkException {
        ways.open(current);
    }

    /** Finds what is to be done, and does it. */
    void locked(Runnable found) {
        lock.lock();
        try {
            if (!ways.isClosed()) {
                found.run();
            }
        } finally {
            lock.unlock();
            ways.work();
        }
    }

    /** Under the lock. */
    void become(Stage next) {
        stage = next;
    }

    /** Hears nothing more of the link there was; under the lock. */
    LinkListener hearAnother() {
        current = new Hearing();
        return current;
    }

    @Override
    public void send(Outgoing message) {
        locked(() -> stage.send(message));
    }

    @Override
    public void giveUp(Id request, Frame cancellation) {
        locked(() -> stage.giveUp(request, cancellation));
    }

    @Override
    public void pause() {
        ways.pause(true);
    }

    @Override
    public void resume() {
        ways.pause(false);
    }

    @Override
    public void close() {
        ways.close();
    }

    /** What one of the server's links tells. */
    private final class Hearing implements LinkListener {
        private void heard(Runnable found) {
            locked(
                    () -> {
                        if (equals(current)) {
                            found.run();
                        }
                    });
        }

        @Override
        public void received(byte[] message, @Nullable Id within) {
            heard(() -> stage.received(message, within));
        }

        @Override
        public void oversized(byte[] head, byte[] tail) {
            heard(() -> stage.oversized(head, tail));
        }

        @Override
        public void lost(Id request, Loss loss, String reason) {
            heard(() -> stage.lost(request, loss, reason));
        }

        @Override
        public void ended(String reason) {
            heard(() -> stage.ended(reason));
        }
    }
}
