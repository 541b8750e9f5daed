package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where a conversation's client hears. Used at the conversation's home. */
interface Outlet {
    /** A request of the client is passed on: what concerns it goes where its speaker listens. */
    void asked(Id request, Speaker speaker);

    /**
     * Tells the client something.
     *
     * @param within the request on whose own stream the server said it, if it has such streams
     * @return false if nobody can hear it, now or later
     */
    boolean tell(Frame frame, Bearing bearing, @Nullable Id within);

    /**
     * A request is about to be answered by a door, which says more than its answer does.
     *
     * @param cause why the request went no further
     */
    void refusing(Id request, Cause cause);

    /** Ends what waits for answers to requests that are in progress no more. */
    void endOthersThan(Predicate<Id> inProgress);

    /** No message of the client waits for a door any more, or fewer do. */
    void caughtUp();

    /**
     * Says nothing more, and lets all go.
     *
     * @param reason why, for the client
     */
    void close(String reason);
}
