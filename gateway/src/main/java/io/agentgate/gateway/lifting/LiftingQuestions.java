package io.agentgate.gateway.lifting;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server of a handshake session asks the client for, told as the answer to the client's own
 * request.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr">MCP
 *     2026-07-28, multi round-trip requests</a>
 */
public final class LiftingQuestions {
    private static final String ELICIT = "elicitation/create";

    /** What may be answered so. */
    private static final Set<String> ASKABLE =
            Set.of("tools/call", "prompts/get", "resources/read");

    private static final Set<String> QUESTIONS =
            Set.of(ELICIT, "sampling/createMessage", "roots/list");

    /** By which a server tells later that a URL was done with: nobody does in the stateless era. */
    private static final String ELICITATION_ID = "elicitationId";

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
                                } else if (!name.equals(ELICITATION_ID)) {
                                    json.name(name).raw(frame.slice(value));
                                }
                            });
            json.endObject();
        }
        return json.endObject().toBytes();
    }

    /**
     * The questions of an answer that wants URLs opened first, each as JSON (MCP 2025-11-25,
     * elicitation, error -32042).
     *
     * @param most that are understood
     * @return none if it is another answer, or does not say what in a way that can be understood
     */
    public static List<byte[]> urls(Frame answer, int most) {
        Value error = Value.of(answer).member("error");
        Value code = error == null ? null : error.member("code");
        Value wanted = error == null ? null : error.member("data", "elicitations");
        if (code == null
                || wanted == null
                || !Integer.toString(ErrorCode.URL_ELICITATION_REQUIRED).equals(code.scalar())) {
            return List.of();
        }
        List<byte[]> questions = new ArrayList<>();
        List<Value> odd = new ArrayList<>();
        wanted.eachElement(
                each -> {
                    if (questions.size() < most && isUrl(each)) {
                        questions.add(url(each));
                    } else {
                        odd.add(each);
                    }
                });
        return odd.isEmpty() ? List.copyOf(questions) : List.of();
    }

    private static boolean isUrl(Value elicitation) {
        Value mode = elicitation.member("mode");
        return text(elicitation, "url") != null
                && text(elicitation, "message") != null
                && (mode == null || "url".equals(mode.text()));
    }

    private static byte[] url(Value elicitation) {
        JsonWriter json = new JsonWriter().beginObject().name("method").value(ELICIT);
        json.name("params").beginObject().name("mode").value("url");
        elicitation
                .members()
                .forEach(
                        (name, value) -> {
                            switch (name) {
                                case "mode", ELICITATION_ID -> {}
                                case Reserved.META -> meta(elicitation.frame(), value.span(), json);
                                default -> json.name(name).raw(value.bytes());
                            }
                        });
        return json.endObject().endObject().toBytes();
    }

    private static @Nullable String text(Value object, String name) {
        Value value = object.member(name);
        return value == null ? null : value.text();
    }

    /**
     * What the user did about an elicitation, such as {@code accept}; empty if nobody can tell.
     *
     * @param response of the client, an object of JSON
     */
    public static String action(byte[] response) {
        String action = text(Value.of(Frame.of(response)), "action");
        return action == null ? "" : action;
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
