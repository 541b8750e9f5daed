package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.sse.SseEvent;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.ClientStream;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Watched;
import io.agentgate.transports.session.ClientSession;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One POST of the stateless era to a server of that era that is spoken with message by message (MCP
 * 2026-07-28, Streamable HTTP). It is answered with one message of JSON if that comes at once and
 * nothing before it, and with a stream of events otherwise; a client that leaves has cancelled.
 *
 * <pre>
 *   FRESH ──answer──▶ over                                    (application/json)
 *     └──message, or a moment of silence──▶ STREAM ──answer──▶ over    (text/event-stream)
 * </pre>
 *
 * <p>Used on the loop of the client's connection.
 */
public final class SoleRequest extends Watched implements Leg.Heard {
    private final EventLoop loop;
    private final ClientResponse client;
    private final ClientSession session;
    private final Links links;
    private final Leg leg;
    private @Nullable ClientStream events;
    private @Nullable Id awaits;
    private boolean over;

    /**
     * @param session what stands for one, see {@link
     *     io.agentgate.transports.session.Sessions#alone}
     */
    public SoleRequest(EventLoop loop, ClientResponse client, ClientSession session, Links links) {
        this.loop = loop;
        this.client = client;
        this.session = session;
        this.links = links;
        this.leg = new Leg(loop, session.session(), this);
    }

    /** Begins, with the whole message. */
    public void begin(byte[] message) {
        loop.began();
        try {
            follow(loop.gatekeeper().admit(session.session(), message));
        } catch (RuntimeException unexpected) {
            loop.failed(unexpected);
            reject(new Rejection(500, "the gateway failed"));
        }
    }

    private void follow(Ruling ruling) {
        switch (ruling) {
            case Ruling.Forward forward -> send(forward);
            case Ruling.Reply(Frame frame, Ruling.Cause cause) -> {
                client.reply(frame, cause, 400);
                finish();
            }
            case Ruling.Later(CompletionStage<Ruling> later) -> loop.after(later, this::follow);
            case Ruling.Elsewhere(_, Ruling otherwise) -> follow(otherwise);
            case Ruling.Drop() -> reject(new Rejection(400, "the message was not accepted"));
        }
    }

    private void send(Ruling.Forward forward) {
        awaits = forward.awaits();
        if (!open()) {
            return;
        }
        if (awaits != null) {
            loop.watch().begin(this);
            client.onGone(this::cancel);
            loop.afterSilence(this::breakSilence);
        }
        leg.send(new ServerLink.Outgoing(forward.frame(), awaits, Era.STATELESS_REVISION, null));
        if (awaits == null) {
            client.empty(202);
            finish();
        }
    }

    private boolean open() {
        try {
            leg.open(links);
            return true;
        } catch (LinkException none) {
            Duration wait = none.retryAfter();
            Rejection rejection = new Rejection(503, none.reason());
            reject(
                    wait == null
                            ? rejection
                            : rejection.with(
                                    "Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
            return false;
        }
    }

    private void breakSilence() {
        if (!over) {
            ClientStream _ = stream();
        }
    }

    private ClientStream stream() {
        ClientStream opened = events;
        if (opened == null) {
            opened = client.stream();
            events = opened;
        }
        return opened;
    }

    @Override
    public void message(Frame frame, Bearing bearing, @Nullable Id within) {
        if (over) {
            return;
        }
        switch (bearing) {
            case Bearing.Answers _ -> answer(frame);
            case Bearing.ReportsOn _, Bearing.Alone _ -> tell(frame);
            // No server of this era asks anything; the door has dropped it.
            case Bearing.Asks _ -> {}
        }
    }

    private void tell(Frame frame) {
        ClientStream to = stream();
        to.send(SseEvent.message(frame.bytes()));
        if (to.isFull()) {
            leg.slow();
            to.onDrain(leg::quicken);
        }
    }

    private void answer(Frame frame) {
        if (events == null) {
            client.json(StatelessStatus.of(frame), frame);
        } else {
            events.send(SseEvent.message(frame.bytes()));
            events.end();
        }
        finish();
    }

    @Override
    public void ended(String reason) {
        if (over) {
            return;
        }
        if (awaits == null) {
            reject(new Rejection(502, reason));
        } else {
            answer(Replies.error(awaits, ErrorCode.INTERNAL_ERROR, reason, null));
        }
    }

    /** The client has left, and with it waits for nothing. */
    private void cancel() {
        if (!over) {
            loop.gatekeeper().cancel(session.session(), "cancelled by the client");
            finish();
        }
    }

    private void reject(Rejection rejection) {
        client.reject(rejection);
        finish();
    }

    private void finish() {
        over = true;
        loop.watch().end(this);
        leg.close("the request is over");
        loop.ended();
    }

    @Override
    protected void look() {
        leg.expire();
    }
}
