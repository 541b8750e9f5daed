package io.agentgate.transports.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, and what it is waited for. Sees the bytes before they are a request,
 * so that a head that never ends is noticed.
 *
 * <pre>
 *   IDLE ──first byte──▶ HEAD ──head complete──▶ BODY ──body complete──▶ BUSY ──answered──▶ IDLE
 *                                 any ──answered for the last time──▶ LEAVING ──▶ closed
 * </pre>
 *
 * <p>Whoever leaves is given a moment to read the answer: closing at once, with bytes of its
 * request unread, would take the answer back.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter {
    /** How long each phase may last, in nanoseconds; zero for as long as it takes. */
    private enum Phase {
        IDLE(120_000_000_000L),
        HEAD(8_000_000_000L),
        BODY(30_000_000_000L),
        BUSY(0),
        LEAVING(1_000_000_000L);

        private final long mostNanos;

        Phase(long mostNanos) {
            this.mostNanos = mostNanos;
        }
    }

    private final HttpConnection connection;
    private Phase phase = Phase.IDLE;
    private long since;
    private @Nullable Pulse pulse;
    private boolean last;

    ClientConnection(HttpConnection connection, long nanoTime) {
        this.connection = connection;
        this.since = nanoTime;
    }

    /** What an answer that goes on for long does every second. */
    public interface Pulse {
        /**
         * @return false if the client takes nothing any more and is to be cut off
         */
        boolean beat(long nanoTime);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.IDLE) {
            enter(Phase.HEAD);
        }
        context.fireChannelRead(message);
    }

    /** The head of a request is complete; its body may follow. */
    public void headComplete() {
        enter(Phase.BODY);
    }

    /** The request is complete, and the client waits for us. */
    public void requestComplete() {
        enter(Phase.BUSY);
    }

    /** The answer is complete. */
    public void answered() {
        pulse = null;
        enter(last ? Phase.LEAVING : Phase.IDLE);
    }

    /** The answer that is being given is the last. */
    public void leave() {
        last = true;
    }

    /** Whether nothing more is answered here. */
    public boolean isLeaving() {
        return phase == Phase.LEAVING;
    }

    /** Takes care of an answer that goes on. */
    public void pulse(Pulse beats) {
        pulse = beats;
    }

    private void enter(Phase next) {
        phase = next;
        since = System.nanoTime();
    }

    /** Looks whether the client kept us waiting for too long. */
    void check(long nanoTime) {
        boolean overdue = phase.mostNanos > 0 && nanoTime - since > phase.mostNanos;
        Pulse beating = pulse;
        if (overdue || (beating != null && !beating.beat(nanoTime))) {
            connection.close();
        }
    }
}
