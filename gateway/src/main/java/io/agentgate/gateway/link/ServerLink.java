package io.agentgate.gateway.link;

import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import org.jspecify.annotations.Nullable;

/**
 * One client session's way to one server. Thread safe; no method blocks.
 *
 * <pre>
 *   open ──send, pause, resume──▶ open ──close, or the server's end──▶ closed
 * </pre>
 */
public interface ServerLink {
    /**
     * Sends a message. On a link that has ended, or whose server takes no more, a request is
     * {@linkplain LinkListener#lost lost} and anything else is dropped; on one that was {@linkplain
     * #close closed}, all is dropped.
     */
    void send(Outgoing message);

    /**
     * Gives a request up whose answer is not waited for any more. What carries it here is let go.
     *
     * @param cancellation tells the server so
     */
    default void giveUp(Id request, Frame cancellation) {
        send(new Outgoing(cancellation, null, null, null));
    }

    /**
     * Asks for no more messages until {@link #resume}; a few may be on their way. The end of a link
     * is told behind its messages, and so waits with them.
     */
    void pause();

    /** Takes messages again. */
    void resume();

    /**
     * Gives the server up: no call of its listener begins once this has returned; one that was on
     * its way may still be running. Does nothing the second time.
     */
    void close();

    /**
     * A message on its way to the server.
     *
     * @param awaits the id of the request this is; null for anything else
     * @param revision the protocol revision the session has agreed on; null before
     * @param subject for whom it is sent, where the server asks; null if nobody knows
     * @param mirror what the head of an HTTP request is to say of it, if it is one of the stateless
     *     era; null for any other
     */
    record Outgoing(
            Frame frame,
            @Nullable Id awaits,
            @Nullable String revision,
            @Nullable SubjectToken subject,
            @Nullable Mirror mirror) {
        /** One of the handshake era. */
        public Outgoing(
                Frame frame,
                @Nullable Id awaits,
                @Nullable String revision,
                @Nullable SubjectToken subject) {
            this(frame, awaits, revision, subject, null);
        }

        /** Another message that goes the same way. */
        public Outgoing with(Frame other, @Nullable Id waitsFor) {
            return new Outgoing(other, waitsFor, revision, subject, mirror);
        }
    }
}
