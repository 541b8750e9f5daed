package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.lifting.Lifted;
import io.agentgate.gateway.lifting.LiftingNotices;
import io.agentgate.gateway.lifting.RequestsLowering;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.LogLevel;
import io.agentgate.protocol.Value;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Watched;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.session.ListeningCallers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One POST of the stateless era to a server of that era that is spoken with message by message (MCP
 * 2026-07-28, stdio). A client that leaves has cancelled.
 *
 * <p>Used on the loop of the client's connection.
 */
final class SoleRequest extends Watched implements Leg.Heard, LonePost.Pace {
    private static final String TOOLS_LIST = "tools/list";
    private static final int BAD_REQUEST = 400;

    private final EventLoop loop;
    private final ClientResponse client;
    private final Session session;
    private final Route.Linked route;
    private final Leg leg;
    private @Nullable LonePost post;
    private @Nullable LogLevel level;
    private boolean lists;
    private boolean listens;
    private boolean over;

    /**
     * @param session what stands for one, for this request alone
     */
    SoleRequest(EventLoop loop, ClientResponse client, Session session, Route.Linked route) {
        this.loop = loop;
        this.client = client;
        this.session = session;
        this.route = route;
        this.leg = new Leg(loop, session, this);
    }

    /** Begins, with the whole message. */
    void begin(byte[] message) {
        try {
            follow(loop.gatekeeper().admit(session, message));
        } catch (RuntimeException unexpected) {
            loop.failed(unexpected);
            client.reject(new Rejection(500, "the gateway failed"));
        }
    }

    private void follow(Ruling ruling) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, Bearing bearing) -> {
                if (bearing instanceof Bearing.Asks asks) {
                    ask(frame, asks.id());
                } else {
                    pass(frame);
                }
            }
            case Ruling.Reply(Frame frame, Ruling.Cause cause) ->
                    client.reply(frame, cause, BAD_REQUEST);
            case Ruling.Later(CompletionStage<Ruling> later) -> loop.after(later, this::follow);
            case Ruling.Elsewhere(_, Ruling otherwise) -> follow(otherwise);
            case Ruling.Drop() ->
                    client.reject(new Rejection(BAD_REQUEST, "the message was not accepted"));
        }
    }

    /** Nobody answers it. */
    private void pass(Frame frame) {
        try {
            leg.open(route.callers());
            leg.send(outgoing(frame, null));
            client.empty(202);
        } catch (LinkException none) {
            client.reject(rejection(none));
        }
        leg.close("it is passed on");
    }

    private void ask(Frame frame, Id id) {
        LonePost answered = new LonePost(loop, client, id);
        post = answered;
        boolean standing = session.clientRequests().isStanding(id);
        if (standing && !loop.sessions().listening().begin(session.identity())) {
            loop.gatekeeper().abandon(session, ListeningCallers.TOO_MANY.reason());
            answered.rejected(ListeningCallers.TOO_MANY);
            return;
        }
        listens = standing;
        try {
            leg.open(route.callers());
        } catch (LinkException none) {
            answered.rejected(rejection(none));
            finish();
            return;
        }
        loop.watch().begin(this);
        if (standing) {
            answered.stands();
        }
        level = RequestsLowering.logLevel(frame);
        lists = session.clientRequests().isOf(id, TOOLS_LIST);
        answered.sent(this, this::cancel);
        leg.send(outgoing(frame, id));
    }

    private static ServerLink.Outgoing outgoing(Frame frame, @Nullable Id awaits) {
        return new ServerLink.Outgoing(frame, awaits, Era.STATELESS_REVISION, null);
    }

    private static Rejection rejection(LinkException none) {
        Duration wait = none.retryAfter();
        Rejection rejection = new Rejection(503, none.reason());
        return wait == null
                ? rejection
                : rejection.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    @Override
    public void message(Frame frame, Bearing bearing, @Nullable Id within) {
        LonePost to = post;
        if (over || to == null) {
            return;
        }
        switch (bearing) {
            case Bearing.Answers _ -> {
                if (lists) {
                    learn(frame);
                }
                to.answer(Lifted.asItIs(frame));
                finish();
            }
            case Bearing.ReportsOn _ -> to.notice(frame);
            case Bearing.Alone _ -> {
                if (LiftingNotices.mayTell(frame, level)) {
                    to.notice(frame);
                }
            }
            // No server of this era asks anything; the door has dropped it.
            case Bearing.Asks _ -> {}
        }
    }

    private void learn(Frame answer) {
        Value result = Value.of(answer).member("result");
        if (result != null) {
            route.arguments().learn(result);
        }
    }

    @Override
    public void ended(String reason) {
        LonePost to = post;
        if (!over && to != null) {
            to.answer(Lifted.error(to.id(), ErrorCode.INTERNAL_ERROR, reason));
            finish();
        }
    }

    /** The client has left, and with it waits for nothing. */
    private void cancel() {
        if (!over) {
            loop.gatekeeper().cancel(session, "cancelled by the client");
            finish();
        }
    }

    private void finish() {
        over = true;
        if (listens) {
            listens = false;
            loop.sessions().listening().end(session.identity());
        }
        loop.watch().end(this);
        leg.close("the request is over");
    }

    @Override
    public void full(LonePost slow) {
        leg.slow();
    }

    @Override
    public void drained(LonePost ready) {
        leg.quicken();
    }

    @Override
    protected void look() {
        leg.expire();
    }
}
