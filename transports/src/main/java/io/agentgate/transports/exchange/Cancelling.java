package io.agentgate.transports.exchange;

import io.agentgate.protocol.Frame;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The word to a server that a request is given up. What the server says to it is nobody's matter; a
 * server that hangs is given up with it.
 */
public final class Cancelling implements Upstream.Outcome {
    /** How long a server may take to take it. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private @Nullable Future<?> deadline;

    /** Sends one in a client's session. */
    public static void post(
            EventLoop loop, ClientSession session, ForwardedHeaders headers, Frame word) {
        post(loop, loop.upstream(session), session, headers, word);
    }

    /** The same where it is known who has the request. */
    static void post(
            EventLoop loop,
            Upstream to,
            ClientSession session,
            ForwardedHeaders headers,
            Frame word) {
        Cancelling sent = new Cancelling();
        Upstream.Sending sending = to.post(session.upstreamId(), headers, word.bytes(), sent);
        sent.until(loop.after(PATIENCE, sending::giveUp));
    }

    /** When it is given up. */
    public void until(Future<?> end) {
        deadline = end;
    }

    private void over() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void answered(UpstreamResponse response) {
        response.discard();
        over();
    }

    @Override
    public void unreachable() {
        over();
    }

    @Override
    public void unproven(String reason) {
        over();
    }

    @Override
    public void broken() {
        over();
    }
}
