package io.agentgate.transports.conversation;

import io.agentgate.protocol.Id;
import io.agentgate.transports.conversation.EventStore.Kept;

/**
 * A connection on which a client hears one stream. Told at the conversation's home; it writes on
 * the loop of its own connection.
 */
interface Hearing {
    /** Something is said, and more may follow. */
    void event(Kept event);

    /** Whether there is an event already that a client may go on from. */
    boolean hasBegun();

    /**
     * The answer is said, and nothing follows.
     *
     * @param kept whether a client that comes back finds it already; if not, and it may come back,
     *     it is to be {@linkplain Streams#keep kept}
     */
    void last(Kept answer, boolean kept);

    /** The client itself has given the request up, and waits for no answer. */
    void givenUp(Id request);

    /** Nothing follows. */
    void end();
}
