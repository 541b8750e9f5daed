package io.agentgate.gateway.bridge;

import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Cancellation;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Request;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests of the stateless era, each under an id of ours: no client can choose one that is
 * in use. Guarded by the lock of its link.
 */
final class Asking {
    private final Ways ways;
    private final Stamp stamp;
    private @Nullable SubjectToken subject;

    /**
     * @param subject for whom all is sent, until the client says another; null if nobody knows
     */
    Asking(Ways ways, Stamp stamp, @Nullable SubjectToken subject) {
        this.ways = ways;
        this.stamp = stamp;
        this.subject = subject;
    }

    /** A message of the client came, which says for whom it is. */
    void note(Outgoing message) {
        subject = message.subject() == null ? subject : message.subject();
    }

    void logLevel(String level) {
        stamp.logLevel(level);
    }

    /** Asks something of our own. */
    Id ask(String method, Consumer<JsonWriter> params) {
        Id id = ways.nextId();
        Mirror head = new Mirror(Era.STATELESS_REVISION, method, null, List.of());
        send(stamp.own(id, method, params), id, head);
        return id;
    }

    /**
     * Asks what the client asks.
     *
     * @param input what the server asked for; null the first time
     * @param params what HTTP mirrors of the arguments
     */
    Id ask(Request request, Stamp.@Nullable Input input, List<Mirror.Param> params) {
        Id id = ways.nextId();
        send(stamp.of(request, id, input), id, Mirror.of(request, params));
        return id;
    }

    private void send(Frame frame, Id id, Mirror head) {
        ways.send(new Outgoing(frame, id, null, subject, head));
    }

    void giveUp(Id id, String reason) {
        ways.giveUp(id, Cancellation.of(id, reason));
    }
}
