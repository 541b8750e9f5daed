package io.agentgate.gateway;

import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a refused message is answered with. */
final class RefusalReply {
    private RefusalReply() {}

    /** The answer to the sender of the message itself. */
    static Ruling toSender(Id id, Refusal refusal, @Nullable String decisionId) {
        return new Ruling.Reply(
                of(id, refusal, decisionId),
                new Ruling.Cause.Refused(refusal.retryAfter(), refusal.limit()));
    }

    /**
     * A JSON-RPC error with {@code data} that names decision, rule and reason, as far as they are
     * known.
     */
    static Frame of(Id id, Refusal refusal, @Nullable String decisionId) {
        JsonWriter data = new JsonWriter().beginObject();
        if (decisionId != null) {
            data.name("decisionId").value(decisionId);
        }
        if (refusal.rule() != null) {
            data.name("rule").value(refusal.rule());
        }
        data.name("reason").value(refusal.reason());
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            data.name("retryAfterSeconds").value(Refusal.wholeSeconds(retryAfter));
        }
        return Replies.error(id, refusal.code(), refusal.reason(), data.endObject().toBytes());
    }
}
