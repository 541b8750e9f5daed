package io.agentgate.gateway.session;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Port: the other processes that serve the same sessions as this one.
 *
 * <p>A client's message that answers to something in one process' memory, a cancellation or the
 * answer to a server's request, may reach another process. That one offers it around.
 */
public interface Replicas extends AutoCloseable {
    /** Longest message that can be offered, in bytes. */
    int MAX_MESSAGE = 4 << 20;

    /**
     * Offers a message to the other replicas.
     *
     * @param session the session the message belongs to
     * @param message at most {@link #MAX_MESSAGE} bytes, not to be changed any more
     * @return true when one took it; false when all that live said no, or said nothing for a
     *     second. Fails with a {@link ReplicasException} when they can't be asked.
     */
    CompletionStage<Boolean> offer(String session, byte[] message);

    /** Sets who looks at the messages that others offer. Without one, all are turned down. */
    void onOffer(Taker taker);

    /** The names of the replicas that live, this one among them, as far as is known. */
    Set<String> live();

    /** Stops taking offers, and turns down those that are open. */
    @Override
    void close();

    /** Says whether a message that another replica offers is this one's to handle. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes a message, or turns it down. A stage that fails turns it down.
         *
         * @param session the session the message belongs to
         */
        CompletionStage<Boolean> take(String session, byte[] message);
    }
}
