package io.agentgate.transports.conversation;

import io.agentgate.gateway.call.PendingRequests;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Id;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests on a link that may be sent again if they are lost; bounded by number and bytes, so
 * that some may not. Used at the conversation's home.
 */
final class Repeatable {
    /** Most bytes of messages. */
    private static final long MAX_BYTES = 8 << 20;

    private final Session session;
    private final Map<Id, Sent> waiting = new HashMap<>();
    private long bytes;

    /** One of them. */
    private static final class Sent {
        private final Outgoing message;
        private int repeated;

        Sent(Outgoing message) {
            this.message = message;
        }
    }

    Repeatable(Session session) {
        this.session = session;
    }

    /** A request is sent for the first time. */
    void keep(Id id, Outgoing message) {
        if (session.retries() == 0) {
            return;
        }
        if (waiting.size() >= PendingRequests.MAX_PENDING || bytes > MAX_BYTES / 2) {
            forgetEnded();
        }
        forget(id);
        if (waiting.size() < PendingRequests.MAX_PENDING
                && bytes + message.frame().length() <= MAX_BYTES) {
            waiting.put(id, new Sent(message));
            bytes += message.frame().length();
        }
    }

    /** Those that were cancelled are not told of. */
    private void forgetEnded() {
        for (Id id : List.copyOf(waiting.keySet())) {
            if (!session.clientRequests().contains(id)) {
                forget(id);
            }
        }
    }

    /** It has ended. */
    void forget(Id id) {
        Sent sent = waiting.isEmpty() ? null : waiting.remove(id);
        if (sent != null) {
            bytes -= sent.message.frame().length();
        }
    }

    void clear() {
        waiting.clear();
        bytes = 0;
    }

    /** How often a request was sent again; negative if it may not be. */
    int repeated(Id id) {
        Sent sent = waiting.get(id);
        return sent == null || sent.repeated >= session.retries() ? -1 : sent.repeated;
    }

    /** It is to be sent again. */
    void repeat(Id id) {
        Sent sent = waiting.get(id);
        if (sent != null) {
            sent.repeated++;
        }
    }

    /** What is to be sent again; null if it has ended. */
    @Nullable Outgoing message(Id id) {
        Sent sent = waiting.get(id);
        return sent == null || !session.clientRequests().contains(id) ? null : sent.message;
    }
}
