package io.agentgate.stdio;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.ServerLink;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import org.jspecify.annotations.Nullable;

/**
 * A session whose server has refused the handshake, from there on: the way between the door and the
 * program leads through a translation. Thread safe.
 *
 * <pre>
 *   door ──send──▶ translation ──▶ {@link Pipe} ──▶ program
 *     ▲                 │                              │
 *     └── {@link Hearing} ◀─┴──────────── received ◀───────────┘
 * </pre>
 *
 * <p>The translation waits for nobody, so neither peer can make it wait for the other. Who has
 * given it a message waits afterwards, before taking the next: the client's thread for the program
 * and the client, the program's for the client only.
 */
final class Translated {
    /** How much of what the client is to hear may be left when its next message is taken. */
    private static final int MOST_UNHEARD = 64;

    private final Pipe pipe;
    private final Alarms alarms = new Alarms(System::nanoTime);
    private final Hearing hearing = new Hearing();
    private final ServerLink link;

    Translated(Handshakes handshakes, SessionIdentity session, PeerWriter toServer) {
        pipe = new Pipe(toServer);
        try {
            link = handshakes.over(pipe, alarms).open(session, hearing);
        } catch (LinkException impossible) {
            // A pipe that was never opened opens.
            throw new IllegalStateException(impossible);
        }
    }

    /** Goes on from the refusal, as if it had been heard here. */
    void begin(Greeting.Refusal refusal) {
        for (Id other : refusal.others()) {
            hearing.lost(other, Loss.NO_ANSWER, "the server refused to begin a session");
        }
        send(refusal.initialize().frame(), refusal.initialize().id());
        pipe.received(new Line.Whole(refusal.answer()));
    }

    /**
     * A message to the server; never waits.
     *
     * @param awaits its id if it is a request; null otherwise
     */
    void send(Frame message, @Nullable Id awaits) {
        link.send(new Outgoing(message, awaits, null, null));
    }

    /** A request is not waited for any more; never waits. */
    void giveUp(Id request, Frame cancellation) {
        link.giveUp(request, cancellation);
    }

    /** Waits before another message of the client is taken. */
    void awaitRoom() {
        pipe.awaitWritten();
        boolean _ = hearing.await(MOST_UNHEARD);
    }

    /** The client says no more. */
    void endInput() {
        pipe.endInput();
    }

    /**
     * The program said something.
     *
     * @return false if the client hears nothing any more
     */
    boolean received(Line line) {
        pipe.received(line);
        return awaitHeard();
    }

    /** The program says no more. */
    void ended(String reason) {
        pipe.ended(reason);
        boolean _ = awaitHeard();
    }

    /**
     * Waits until the client was told all that there is to hear so far.
     *
     * @return false if it hears nothing any more
     */
    boolean awaitHeard() {
        return hearing.await(0);
    }

    /** Writes to the program what it is to hear, to the end of its input. */
    void write() {
        pipe.write();
    }

    /** What there is to tell the client. */
    Hearing hearing() {
        return hearing;
    }

    /** Does what was left for later and is due; never waits. */
    void ring() {
        alarms.ring();
    }
}
