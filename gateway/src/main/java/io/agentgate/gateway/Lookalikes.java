package io.agentgate.gateway;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.era.Manner;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Methods;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of methods that a lax peer could take for one of the protocol's own, such as {@code
 * Tools/Call}: rules that go by the real name would not see them.
 */
final class Lookalikes {
    private Lookalikes() {}

    /** Refuses a look-alike; null for any other method, known or not. */
    static @Nullable Ruling refuse(Session session, Request request, Recorder recorder) {
        String resembled = Methods.lookalike(request.method());
        if (resembled == null) {
            return null;
        }
        note(session, recorder);
        return new Ruling.Reply(
                Replies.error(
                        request.id(),
                        ErrorCode.METHOD_NOT_FOUND,
                        "method not found; it resembles " + resembled,
                        null),
                session.manner() instanceof Manner.Alone
                        ? Ruling.Cause.NO_METHOD
                        : Ruling.Cause.REFUSED);
    }

    static void note(Session session, Recorder recorder) {
        recorder.note(
                "message_refused", session.identity().id(), "a look-alike of a method's name");
    }
}
