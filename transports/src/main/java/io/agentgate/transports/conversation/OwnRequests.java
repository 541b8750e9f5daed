package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Cause;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.transports.entrance.Rejection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The ids of a session in which the gateway is the client, and what it asks there for itself. Each
 * such request is answered some way or other. Used at the conversation's home.
 */
final class OwnRequests {
    private final BiConsumer<Frame, Speaker> way;
    private final Consumer<Rejection> turnedAway;
    private final Map<Id, Consumer<Frame>> waiting = new HashMap<>();
    private long last;

    /**
     * @param way takes what is said, and who hears how it is taken
     * @param turnedAway hears why something goes no further, before its answer does
     */
    OwnRequests(BiConsumer<Frame, Speaker> way, Consumer<Rejection> turnedAway) {
        this.way = way;
        this.turnedAway = turnedAway;
    }

    /** An id that was not used before in this session. */
    Id nextId() {
        last++;
        return Id.of(last);
    }

    /** Asks something. */
    void ask(Function<Id, Frame> request, Consumer<Frame> answer) {
        Id id = nextId();
        waiting.put(id, answer);
        way.accept(request.apply(id), new Asking(id));
    }

    /** Takes an answer; false if it is to nothing that was asked here. */
    boolean answered(Id id, Frame answer) {
        Consumer<Frame> asked = waiting.remove(id);
        if (asked == null) {
            return false;
        }
        asked.accept(answer);
        return true;
    }

    /** Waits for nothing any more. */
    void clear() {
        waiting.clear();
    }

    private final class Asking implements Speaker {
        private final Id id;

        Asking(Id id) {
            this.id = id;
        }

        @Override
        public void accepted() {
            // It waits for its answer.
        }

        @Override
        public void reply(Frame frame, Cause cause) {
            boolean _ = answered(id, frame);
        }

        @Override
        public void refused(Rejection rejection) {
            turnedAway.accept(rejection);
            boolean _ =
                    answered(id, Replies.error(id, rejection.status(), rejection.reason(), null));
        }
    }
}
