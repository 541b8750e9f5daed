package io.agentgate.gateway;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** All that a transport ever sees of enforcement: what to do with the message it brought. */
public sealed interface Ruling {
    /** Nothing goes anywhere. */
    Ruling DROP = new Drop();

    /**
     * Send this on to the other side.
     *
     * @param bearing what it has to do with requests, for transports that keep their streams apart
     */
    record Forward(Frame frame, Bearing bearing) implements Ruling {
        /** The id of the request this is, whose answer is waited for; null for anything else. */
        public @Nullable Id awaits() {
            return bearing instanceof Bearing.Asks asks ? asks.id() : null;
        }
    }

    /** What a message has to do with requests. */
    sealed interface Bearing {
        Bearing ALONE = new Alone();

        /** Nothing. */
        record Alone() implements Bearing {}

        /** It is a request with this id. */
        record Asks(Id id) implements Bearing {}

        /** It answers the other side's request with this id. */
        record Answers(Id id) implements Bearing {}

        /** It reports on the other side's request with this id, which is still in progress. */
        record ReportsOn(Id id) implements Bearing {}
    }

    /**
     * Send this back to where the message came from.
     *
     * @param cause why it goes no further
     */
    record Reply(Frame frame, Cause cause) implements Ruling {}

    /**
     * Do nothing yet: what to do is known once the journal has it. Completes at the end of the
     * turn, on its loop, or else on a thread of the journal's, which must not be kept; never
     * exceptionally, and never with another of its kind.
     */
    record Later(CompletionStage<Ruling> ruling) implements Ruling {
        /** Waits for the ruling; for transports with a thread to spare. */
        public Ruling await() {
            return ruling.toCompletableFuture().join();
        }
    }

    /**
     * Offer this to the other processes that serve the session: it speaks of a request that does
     * not wait here.
     *
     * @param otherwise what to do if none of them takes it; a {@link Forward} or {@link Drop}
     */
    record Elsewhere(Frame frame, Ruling otherwise) implements Ruling {}

    /** Send nothing. */
    record Drop() implements Ruling {}

    /** Why a message comes back. */
    sealed interface Cause {
        Cause NOT_MCP = new NotMcp();
        Cause NO_SESSION = new NoSession();
        Cause NO_METHOD = new NoMethod();
        Cause REFUSED = new Refused(null, null);

        /** It is not a message of MCP with exactly one reading. */
        record NotMcp() implements Cause {}

        /** It belongs to a session that was not begun. */
        record NoSession() implements Cause {}

        /** It asks for what the era it is in does not have. */
        record NoMethod() implements Cause {}

        /**
         * It is read, and refused.
         *
         * @param retryAfter when trying again may help; null if nobody knows
         * @param limit calls that the limit it ran into allows; null if it ran into none
         */
        record Refused(@Nullable Duration retryAfter, @Nullable Long limit) implements Cause {}
    }
}
