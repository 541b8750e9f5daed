package io.agentgate.transports.conversation;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.session.ClientSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One with one server, whose messages are told as they are. */
final class SingleConversation extends Conversation implements Leg.Heard {
    private final Outlet outlet;
    private final Links links;
    private final Leg leg;
    private final PendingRequests inProgress;

    SingleConversation(EventLoop home, ClientSession client, Outlet outlet, Links links) {
        super(home, client, outlet);
        this.outlet = outlet;
        this.links = links;
        this.leg = new Leg(home, client.session(), this);
        this.inProgress = client.session().clientRequests();
    }

    @Override
    void take(byte[] message, boolean first, Speaker speaker, @Nullable SubjectToken subject) {
        Ruling ruling =
                first
                        ? home.gatekeeper().admitFirst(client.session(), message)
                        : home.gatekeeper().admit(client.session(), message);
        follow(ruling, speaker, subject);
    }

    @Override
    void forward(Ruling.Forward forward, Speaker speaker, @Nullable SubjectToken subject) {
        Id awaits = forward.awaits();
        if (isDraft() && !open(awaits, speaker)) {
            return;
        }
        if (awaits != null) {
            asked(awaits, speaker);
        }
        leg.send(new ServerLink.Outgoing(forward.frame(), awaits, revision(), subject));
        if (awaits == null) {
            speaker.accepted();
            outlet.endOthersThan(inProgress::contains);
        }
    }

    private boolean open(@Nullable Id first, Speaker speaker) {
        if (first != null) {
            beginning(first);
        }
        try {
            leg.open(links);
            return true;
        } catch (LinkException none) {
            if (none.isCrowded()) {
                makeRoom();
            } else if (first != null) {
                Ruling _ =
                        home.gatekeeper()
                                .lose(client.session(), first, Loss.NOT_SENT, none.reason());
            }
            Duration wait = none.retryAfter();
            speaker.refused(
                    wait == null
                            ? new Rejection(503, none.reason())
                            : new Rejection(
                                    503,
                                    none.reason(),
                                    "Retry-After",
                                    Long.toString(Math.max(1, wait.toSeconds()))));
            over(none.reason());
            return false;
        }
    }

    @Override
    public void message(Frame frame, Bearing bearing, @Nullable Id within) {
        if (!tell(frame, bearing, within) && bearing instanceof Bearing.Asks asks) {
            client.session().serverRequests().remove(asks.id());
            Frame deaf =
                    Replies.error(
                            asks.id(),
                            ErrorCode.INTERNAL_ERROR,
                            "the client does not listen",
                            null);
            leg.send(new ServerLink.Outgoing(deaf, null, revision(), null));
        }
    }

    @Override
    public void ended(String reason) {
        over(reason);
    }

    @Override
    void serversChanged() {
        // One that is configured anew is another route, and ends this.
    }

    @Override
    void close(String reason) {
        leg.close(reason);
    }

    @Override
    void slow() {
        leg.slow();
    }

    @Override
    void quicken() {
        leg.quicken();
    }

    @Override
    protected void look() {
        leg.expire();
    }

    @Override
    boolean isWaiting() {
        return !inProgress.isEmpty();
    }
}
