package io.agentgate.gateway;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a refused message is answered with. */
final class RefusalReply {
    /** The member of {@code _meta} that holds what an error has as its data. */
    private static final String META = "io.agentgate/refusal";

    private RefusalReply() {}

    /** The answer to whoever made the call. */
    static Ruling toCaller(Call call, Refusal refusal) {
        Request request = call.received();
        return refusal.toModel() && !isTask(request)
                ? new Ruling.Reply(toModel(request, refusal, call.decisionId()), cause(refusal))
                : toSender(request.id(), refusal, call.decisionId());
    }

    /** What is to run as a task is answered by a task, or an error (MCP 2025-11-25, tasks). */
    private static boolean isTask(Request request) {
        Span params = request.params().span();
        return params != null && new Value(request.frame(), params).member("task") != null;
    }

    /**
     * A result that says the tool failed, so that a model reads why (MCP 2025-11-25 and 2026-07-28,
     * server/tools, error handling). It names the same as an error would.
     */
    private static Frame toModel(Request request, Refusal refusal, String decisionId) {
        JsonWriter json = new JsonWriter().beginObject();
        if (request.params().revision() != null) {
            json.name("resultType").value("complete");
        }
        json.name("content").beginArray().beginObject();
        json.name("type").value("text").name("text").value(refusal.reason());
        json.endObject().endArray();
        json.name("isError").value(true);
        json.name("_meta").beginObject().name(META).raw(data(refusal, decisionId)).endObject();
        return Replies.result(request.id(), json.endObject().toBytes());
    }

    private static Ruling.Cause cause(Refusal refusal) {
        return new Ruling.Cause.Refused(refusal.retryAfter(), refusal.limit());
    }

    /** The answer to the sender of the message itself. */
    static Ruling toSender(Id id, Refusal refusal, @Nullable String decisionId) {
        return new Ruling.Reply(of(id, refusal, decisionId), cause(refusal));
    }

    /**
     * A JSON-RPC error with {@code data} that names decision, rule and reason, as far as they are
     * known.
     */
    static Frame of(Id id, Refusal refusal, @Nullable String decisionId) {
        return Replies.error(id, refusal.code(), refusal.reason(), data(refusal, decisionId));
    }

    private static byte[] data(Refusal refusal, @Nullable String decisionId) {
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
        return data.endObject().toBytes();
    }
}
