package io.agentgate.gateway.lifting;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import java.util.Map;
import java.util.Set;

/**
 * What a server of a handshake session asks the client for, told as the answer to the client's own
 * request.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr">MCP
 *     2026-07-28, multi round-trip requests</a>
 */
public final class LiftingQuestions {
    /** What may be answered so. */
    private static final Set<String> ASKABLE =
            Set.of("tools/call", "prompts/get", "resources/read");

    private static final Set<String> QUESTIONS =
            Set.of("elicitation/create", "sampling/createMessage", "roots/list");

    private LiftingQuestions() {}

    /** Whether a client's request by that method may be answered with questions. */
    public static boolean mayAsk(String method) {
        return ASKABLE.contains(method);
    }

    /** Whether a server's request is a question for clients of the stateless era. */
    public static boolean isQuestion(Request request) {
        return QUESTIONS.contains(request.method());
    }

    /**
     * A question, as JSON.
     *
     * @param request of the server
     */
    public static byte[] question(Request request) {
        Frame frame = request.frame();
        JsonWriter json = new JsonWriter().beginObject().name("method").value(request.method());
        Span params = ObjectMembers.object(frame, request.params().span());
        if (params != null) {
            json.name("params").beginObject();
            ObjectMembers.of(frame, params)
                    .forEach(
                            (name, value) -> {
                                if (name.equals(Reserved.META)) {
                                    meta(frame, value, json);
                                } else {
                                    json.name(name).raw(frame.slice(value));
                                }
                            });
            json.endObject();
        }
        return json.endObject().toBytes();
    }

    /** What others say there, such as which of several servers asks; nobody reports progress. */
    private static void meta(Frame frame, Span meta, JsonWriter json) {
        Map<String, Span> members = ObjectMembers.of(frame, meta);
        members.keySet()
                .removeIf(
                        name ->
                                name.equals(Reserved.PROGRESS_TOKEN)
                                        || name.startsWith(Reserved.PREFIX));
        if (!members.isEmpty()) {
            json.name(Reserved.META).beginObject();
            members.forEach((name, value) -> json.name(name).raw(frame.slice(value)));
            json.endObject();
        }
    }

    /**
     * The answer that asks.
     *
     * @param questions by their keys, as JSON
     * @param state for the client to send along
     */
    public static Frame inputRequired(
            Id id, Map<String, byte[]> questions, String state, LiftingServer server) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("resultType").value("input_required").name("inputRequests").beginObject();
        questions.forEach((key, question) -> json.name(key).raw(question));
        json.endObject().name("requestState").value(state);
        server.meta(json);
        return Replies.result(id, json.endObject().toBytes());
    }
}
