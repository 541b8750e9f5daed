package io.agentgate.transports.exchange;

import io.agentgate.gateway.Ruling;
import io.agentgate.protocol.Frame;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.upstream.ForwardedHeaders;
import io.agentgate.transports.upstream.Upstream;
import io.agentgate.transports.upstream.UpstreamResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One message that a client told another process, and that may speak of something that waits here:
 * a cancellation, or the answer to a request of the server.
 */
public final class Taking implements Upstream.Outcome {
    private final EventLoop loop;
    private final ClientSession session;
    private final CompletableFuture<Boolean> taken;

    /**
     * @param taken is told whether the message was this process's to take
     */
    public Taking(EventLoop loop, ClientSession session, CompletableFuture<Boolean> taken) {
        this.loop = loop;
        this.session = session;
        this.taken = taken;
    }

    /** Begins, with the whole message. */
    public void begin(byte[] message) {
        try {
            follow(loop.gatekeeper().admit(session.session(), message));
        } catch (RuntimeException unexpected) {
            loop.failed(unexpected);
            taken.complete(false);
        }
    }

    private void follow(Ruling ruling) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, _) ->
                    loop.upstream(session)
                            .post(session.upstreamId(), ForwardedHeaders.NONE, frame.bytes(), this);
            case Ruling.Later(CompletionStage<Ruling> later) -> loop.after(later, this::follow);
            case Ruling.Reply _, Ruling.Elsewhere _, Ruling.Drop _ -> taken.complete(false);
        }
    }

    @Override
    public void answered(UpstreamResponse response) {
        response.discard();
        taken.complete(true);
    }

    /** It was for this process all the same: nobody else can do better. */
    @Override
    public void unreachable() {
        taken.complete(true);
    }

    /** Nobody told the server, and whoever asks is to know. */
    @Override
    public void unproven(String reason) {
        taken.complete(false);
    }

    @Override
    public void broken() {
        taken.complete(true);
    }
}
