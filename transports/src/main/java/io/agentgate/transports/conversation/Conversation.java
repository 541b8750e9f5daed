package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.bridge.HandshakeLinks;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.gateway.link.Links;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.EventLoop;
import io.agentgate.transports.exchange.Watched;
import io.agentgate.transports.link.HttpLinks;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.session.ClientSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What a client and the servers behind its route say to each other, message by message.
 *
 * <pre>
 *   DRAFT ──initialize──▶ BEGINNING ──its result──▶ BEGUN ──the client's, or the server's, end──▶ ENDED
 *                             └──its error, or the server's end──▶ ENDED
 * </pre>
 *
 * <p>Used on the loop where it began, its home.
 */
abstract sealed class Conversation extends Watched
        permits SingleConversation, FederatedConversation {
    private static final Rejection OVER = new Rejection(404, "the session has ended");

    final EventLoop home;
    final ClientSession client;
    private final Outlet outlet;
    private final Deque<Due> due = new ArrayDeque<>(2);
    private volatile @Nullable String revision;
    private @Nullable Id beginning;
    private boolean ended;

    /** A message of the client, in its turn. */
    private static final class Due {
        private final Speaker speaker;
        private final @Nullable SubjectToken subject;
        private @Nullable Ruling ruling;

        Due(Speaker speaker, @Nullable SubjectToken subject) {
            this.speaker = speaker;
            this.subject = subject;
        }
    }

    Conversation(EventLoop home, ClientSession client, Outlet outlet) {
        this.home = home;
        this.client = client;
        this.outlet = outlet;
    }

    /** One with whatever stands behind the client's route. */
    static Conversation of(EventLoop home, ClientSession client, Outlet outlet) {
        return client.route() instanceof Route.Federated federated
                ? new FederatedConversation(home, client, outlet, federated)
                : new SingleConversation(home, client, outlet, links(home, client.route()));
    }

    /** The way to one server, message by message. */
    static Links links(EventLoop home, Route route) {
        return switch (route) {
            case Route.Linked linked -> ofAnyEra(home, linked.links(), linked.eras());
            case Route.Direct direct -> ofAnyEra(home, new HttpLinks(home, direct), direct.eras());
            case Route.Federated _ ->
                    throw new IllegalArgumentException("several servers have no one link");
        };
    }

    /** Clients of a conversation are of the handshake era, whatever their servers are. */
    private static Links ofAnyEra(EventLoop home, Links server, ServerEras eras) {
        return new HandshakeLinks(
                server,
                eras,
                (pause, then) -> {
                    Future<?> _ = home.after(pause, then);
                });
    }

    /**
     * Takes a message of the client.
     *
     * @param first whether it is to begin the session
     * @param subject for whom it is sent, where a server asks
     */
    final void hear(
            byte[] message, boolean first, Speaker speaker, @Nullable SubjectToken subject) {
        if (ended) {
            speaker.refused(OVER);
            return;
        }
        try {
            take(message, first, speaker, subject);
        } catch (RuntimeException unexpected) {
            failed(unexpected, speaker);
        }
    }

    /** Lets a message through the door, or refuses it. */
    abstract void take(
            byte[] message, boolean first, Speaker speaker, @Nullable SubjectToken subject);

    /** Sends what the door lets through. */
    abstract void forward(Ruling.Forward forward, Speaker speaker, @Nullable SubjectToken subject);

    /** Does what a door says of a message of the client, after what was said of those before. */
    final void follow(Ruling ruling, Speaker speaker, @Nullable SubjectToken subject) {
        Due next = new Due(speaker, subject);
        due.addLast(next);
        if (ruling instanceof Ruling.Later(CompletionStage<Ruling> later)) {
            home.after(later, known -> ruled(next, known));
        } else {
            ruled(next, ruling);
        }
    }

    private void ruled(Due on, Ruling ruling) {
        on.ruling = ruling;
        for (Due first = due.peek(); first != null; first = due.peek()) {
            Ruling known = first.ruling;
            if (known == null) {
                break;
            }
            due.remove();
            act(known, first);
        }
        outlet.caughtUp();
    }

    private void act(Ruling ruling, Due on) {
        if (ended) {
            on.speaker.refused(OVER);
            return;
        }
        try {
            act(ruling, on.speaker, on.subject);
        } catch (RuntimeException unexpected) {
            failed(unexpected, on.speaker);
        }
    }

    private void failed(RuntimeException unexpected, Speaker speaker) {
        home.failed(unexpected);
        speaker.refused(new Rejection(500, "the gateway failed"));
    }

    private void act(Ruling ruling, Speaker speaker, @Nullable SubjectToken subject) {
        switch (ruling) {
            case Ruling.Forward forward -> forward(forward, speaker, subject);
            case Ruling.Reply(Frame frame, Ruling.Cause cause) -> speaker.reply(frame, cause);
            case Ruling.Elsewhere(_, Ruling otherwise) -> act(otherwise, speaker, subject);
            case Ruling.Later _ -> throw new IllegalStateException("a ruling is later only once");
            case Ruling.Drop() ->
                    speaker.refused(new Rejection(400, "the message was not accepted"));
        }
    }

    /** How many messages of the client wait for a door to rule on them. */
    int waiting() {
        return due.size();
    }

    /** Fewer do. */
    final void caughtUp() {
        outlet.caughtUp();
    }

    /** Whether nothing was begun yet. */
    final boolean isDraft() {
        return revision == null && beginning == null;
    }

    /**
     * The client asked to begin.
     *
     * @param initialize the id of its request
     */
    final void beginning(Id initialize) {
        beginning = initialize;
        home.watch().begin(this);
    }

    /** A request of the client is in progress. */
    final void asked(Id request, Speaker speaker) {
        outlet.asked(request, speaker);
    }

    /**
     * Tells the client something that has been through a door, or is the gateway's own.
     *
     * @param within the request on whose own stream the server said it, if it has such streams
     * @return false if nobody can hear it, now or later
     */
    final boolean tell(Frame frame, Bearing bearing, @Nullable Id within) {
        if (beginning != null && bearing.equals(new Bearing.Answers(beginning))) {
            begun(frame, beginning);
            return true;
        }
        return outlet.tell(frame, bearing, within);
    }

    /** The answer to {@code initialize} is there. */
    private void begun(Frame answer, Id id) {
        beginning = null;
        Bearing bearing = new Bearing.Answers(id);
        String agreed = Agreement.revision(answer);
        if (agreed != null) {
            revision = agreed;
            if (home.sessions().begin(client) == null) {
                outlet.tell(
                        Replies.error(id, 503, "there are too many sessions", null), bearing, null);
                over("there are too many sessions");
                return;
            }
        }
        outlet.tell(answer, bearing, null);
        if (agreed == null) {
            over("the server refused to begin");
        } else {
            // Before it was begun, nobody could tell it.
            serversChanged();
        }
    }

    /** The protocol revision that was agreed on; null before. May be asked on any thread. */
    final @Nullable String revision() {
        return revision;
    }

    final boolean hasEnded() {
        return ended;
    }

    /** Ends it, for both sides. Does nothing the second time. */
    final void over(String reason) {
        if (!ended) {
            ended = true;
            home.watch().end(this);
            close(reason);
            outlet.close(reason);
            boolean _ = home.sessions().leave(client);
        }
    }

    /** Goes on with the servers there are now. */
    abstract void serversChanged();

    /** There is no server for this one: those that nobody uses go, so that there is one soon. */
    final void makeRoom() {
        for (ClientSession unused : home.sessions().holders(System.nanoTime())) {
            if (home.sessions().leave(unused)) {
                home.gatekeeper()
                        .abandon(unused.session(), "the session was not used, others wait");
            }
        }
    }

    /** Lets go of the servers. */
    abstract void close(String reason);

    /** Asks servers for no more until {@link #quicken}: the client does not keep up. */
    abstract void slow();

    abstract void quicken();

    /** Whether a request of the client waits for its answer. May be asked on any thread. */
    abstract boolean isWaiting();
}
