package io.agentgate.transports.conversation;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.federation.Federation;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.transports.exchange.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One server of a federated conversation: its door, and its link while there is one.
 *
 * <pre>
 *   NONE ──first message──▶ OPEN ──its end──▶ NONE ──a while──▶ asked to join again
 *     └───────retired──────────┴──▶ OUT, once all that waited was told
 * </pre>
 *
 * <p>Used at the conversation's home.
 */
final class FederatedServer {
    /** Most messages that wait for the door to rule on one before them; requests are fewer. */
    private static final int MAX_HELD = 2 * PendingRequests.MAX_PENDING;

    /** How long a server that ended is left alone at first; each time twice as long, to a limit. */
    private static final long FIRST_REST_MILLIS = 500;

    private static final long LONGEST_REST_MILLIS = 30_000;

    /** Why nothing is sent to one that is configured no more, or anew. */
    static final String NOT_OFFERED = "the server is not offered any more";

    private final FederatedConversation conversation;
    private final EventLoop home;
    private final Links links;
    private final String name;
    private final Session session;
    private final Deque<Errand> errands = new ArrayDeque<>(2);
    private @Nullable Leg leg;
    private long rest = FIRST_REST_MILLIS;
    private boolean held;
    private boolean slowed;
    private boolean resting;
    private boolean retired;
    private boolean closed;

    /**
     * A message for the server.
     *
     * @param unreachable why it is not to be sent; null if it is
     */
    private record Errand(Frame frame, @Nullable String unreachable) {}

    FederatedServer(FederatedConversation conversation, String name, Links links, Session session) {
        this.conversation = conversation;
        this.home = conversation.home;
        this.name = name;
        this.links = links;
        this.session = session;
    }

    private Federation federation() {
        return conversation.federation();
    }

    /**
     * Takes a message through the server's door.
     *
     * @param unreachable why it is not to be sent then; null if it is
     */
    void take(Frame frame, @Nullable String unreachable) {
        if (errands.size() >= MAX_HELD) {
            conversation.over("the client sends more than can be recorded");
            return;
        }
        errands.addLast(new Errand(frame, unreachable));
        goOn();
    }

    private void goOn() {
        while (!held && !closed) {
            Errand next = errands.pollFirst();
            if (next == null) {
                return;
            }
            follow(home.gatekeeper().admit(session, next.frame().bytes()), next.unreachable());
        }
    }

    private void follow(Ruling ruling, @Nullable String unreachable) {
        switch (ruling) {
            case Ruling.Forward forward when unreachable == null -> send(forward);
            case Ruling.Forward forward -> lose(forward.awaits(), unreachable);
            case Ruling.Reply(Frame frame, Ruling.Cause cause) -> refused(frame, cause);
            case Ruling.Later(CompletionStage<Ruling> later) -> {
                held = true;
                home.after(
                        later,
                        known -> {
                            held = false;
                            if (!closed) {
                                follow(known, unreachable);
                                goOn();
                                conversation.caughtUp();
                                goOut();
                            }
                        });
            }
            case Ruling.Elsewhere(_, Ruling otherwise) -> follow(otherwise, unreachable);
            case Ruling.Drop() -> {}
        }
    }

    /** What the door let through is not sent: so the door is told, and says what that means. */
    private void lose(@Nullable Id awaits, String reason) {
        if (awaits != null) {
            tell(home.gatekeeper().lose(session, awaits, Loss.NOT_SENT, reason));
        }
    }

    /** What the door says in the server's place, perhaps once it is recorded. */
    private void tell(Ruling ruling) {
        switch (ruling) {
            case Ruling.Forward(Frame frame, Bearing bearing) -> {
                if (!closed) {
                    conversation.carryOut(federation().fromServer(name, frame, bearing), null);
                }
            }
            case Ruling.Later(CompletionStage<Ruling> later) -> home.after(later, this::tell);
            case Ruling.Reply _, Ruling.Elsewhere _, Ruling.Drop _ -> {}
        }
    }

    private void refused(Frame reply, Ruling.Cause cause) {
        Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);
        Id id = scanner.scan(reply.bytes()) instanceof Response response ? response.id() : null;
        if (id != null) {
            conversation.refused(name, id, reply, cause);
        }
    }

    private void send(Ruling.Forward forward) {
        Id awaits = forward.awaits();
        if (retired) {
            lose(awaits, NOT_OFFERED);
            return;
        }
        Leg open = leg == null ? open(awaits) : leg;
        if (open != null) {
            open.send(
                    new ServerLink.Outgoing(
                            forward.frame(),
                            awaits,
                            federation().revision(name),
                            conversation.subject()));
        }
    }

    private @Nullable Leg open(@Nullable Id first) {
        Leg opened = new Leg(home, session, new Hearing());
        try {
            opened.open(links);
        } catch (LinkException none) {
            if (none.isCrowded()) {
                conversation.makeRoom();
            }
            lose(first, none.reason());
            gone(none.reason(), none.retryAfter());
            return null;
        }
        leg = opened;
        if (slowed) {
            opened.slow();
        }
        return opened;
    }

    /** What the server says, as its door lets it through. */
    private final class Hearing implements Leg.Heard {
        @Override
        public void message(Frame frame, Bearing bearing, @Nullable Id within) {
            if (bearing instanceof Bearing.Answers) {
                // It is well; the next time it ends it need not be left alone for long.
                rest = FIRST_REST_MILLIS;
            }
            conversation.carryOut(federation().fromServer(name, frame, bearing), within);
        }

        @Override
        public void ended(String reason) {
            leg = null;
            gone(reason, null);
        }
    }

    private void gone(String reason, @Nullable Duration retryAfter) {
        conversation.carryOut(federation().left(name, reason), null);
        if (closed || resting || retired) {
            goOut();
            return;
        }
        resting = true;
        long half = rest / 2;
        long wait = half + ThreadLocalRandom.current().nextLong(half + 1);
        rest = Math.min(rest * 2, LONGEST_REST_MILLIS);
        if (retryAfter != null) {
            wait = Math.max(wait, Math.min(retryAfter.toMillis(), LONGEST_REST_MILLIS));
        }
        Future<?> _ = home.after(Duration.ofMillis(wait), this::join);
    }

    private void join() {
        resting = false;
        if (!closed && !retired) {
            conversation.carryOut(federation().joined(name), null);
        }
    }

    String name() {
        return name;
    }

    /** Is offered no more: what waits ends as if the server had, and nothing more is sent. */
    void retire() {
        if (!retired) {
            retired = true;
            if (leg != null) {
                leg.leave(NOT_OFFERED);
            }
        }
    }

    /** Whether it is retired and nothing more comes of it. */
    boolean isOut() {
        return retired && leg == null && !held && errands.isEmpty();
    }

    private void goOut() {
        if (isOut() && !closed) {
            conversation.goOnWithOthers();
        }
    }

    /** How many messages wait for its door. */
    int waiting() {
        return errands.size() + (held ? 1 : 0);
    }

    void slow() {
        slowed = true;
        if (leg != null) {
            leg.slow();
        }
    }

    void quicken() {
        slowed = false;
        if (leg != null) {
            leg.quicken();
        }
    }

    void expire() {
        if (leg != null) {
            leg.expire();
        }
    }

    boolean isWaiting() {
        return !session.clientRequests().isEmpty();
    }

    void close(String reason) {
        closed = true;
        errands.clear();
        if (leg != null) {
            leg.close(reason);
        } else {
            home.gatekeeper().abandon(session, reason);
        }
    }
}
