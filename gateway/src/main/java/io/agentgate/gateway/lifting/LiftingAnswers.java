package io.agentgate.gateway.lifting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a handshake session as the stateless era spells them: results say of what type they
 * are and how long they hold, and a few error codes are others.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/changelog">MCP 2026-07-28,
 *     changelog</a>
 */
public final class LiftingAnswers {
    /** Results of these say how long they may be kept (MCP 2026-07-28, caching). */
    private static final Set<String> CACHEABLE =
            Set.of(
                    "tools/list",
                    "prompts/list",
                    "resources/list",
                    "resources/templates/list",
                    "resources/read");

    private LiftingAnswers() {}

    /**
     * An answer to a request.
     *
     * @param id as the client gave it
     * @param server who answers; null if the answer is the gateway's own
     */
    public static Lifted lift(Frame answer, Id id, String method, @Nullable LiftingServer server) {
        Map<String, Span> members = ObjectMembers.of(answer, ObjectMembers.whole(answer));
        List<Edit> edits = new ArrayList<>(4);
        Span place = members.get("id");
        if (place != null) {
            edits.add(new Edit(place, id.raw()));
        }
        Span error = members.get("error");
        if (error != null) {
            return error(answer, error, id, edits);
        }
        Span result = ObjectMembers.object(answer, members.get("result"));
        if (result == null) {
            return Lifted.error(
                    id, ErrorCode.INTERNAL_ERROR, "the server's result is not an object");
        }
        result(answer, result, CACHEABLE.contains(method), server, edits);
        return Lifted.result(splice(answer, edits));
    }

    private static Frame splice(Frame answer, List<Edit> edits) {
        edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
        return answer.splice(edits);
    }

    private static void result(
            Frame answer,
            Span result,
            boolean cacheable,
            @Nullable LiftingServer server,
            List<Edit> edits) {
        Map<String, Span> members = ObjectMembers.of(answer, result);
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("resultType", "\"complete\"");
        if (cacheable) {
            // What a policy shows to one caller is no other's, and may change at any time.
            wanted.put("ttlMs", "0");
            wanted.put("cacheScope", "\"private\"");
        }
        byte[] info = server == null ? null : server.serverInfo();
        Span meta = ObjectMembers.object(answer, members.get(Reserved.META));
        if (info != null && meta == null) {
            wanted.put(Reserved.META, "{" + member(Reserved.SERVER_INFO, text(info)) + "}");
        } else if (info != null && meta != null) {
            Map<String, Span> said = ObjectMembers.of(answer, meta);
            put(meta, said, Map.of(Reserved.SERVER_INFO, text(info)), edits);
        }
        put(result, members, wanted, edits);
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8);
    }

    private static String member(String name, String value) {
        return "\"" + name + "\":" + value;
    }

    /** Gives an object members: in the place of those that it has, behind its bracket otherwise. */
    private static void put(
            Span object, Map<String, Span> members, Map<String, String> wanted, List<Edit> edits) {
        List<String> added = new ArrayList<>();
        wanted.forEach(
                (name, value) -> {
                    Span there = members.get(name);
                    if (there == null) {
                        added.add(member(name, value));
                    } else {
                        edits.add(new Edit(there, value.getBytes(UTF_8)));
                    }
                });
        if (!added.isEmpty()) {
            insert(object, members.isEmpty(), String.join(",", added), edits);
        }
    }

    /** Puts members behind the bracket that begins an object. */
    private static void insert(Span object, boolean empty, String members, List<Edit> edits) {
        Span behind = new Span(object.start() + 1, object.start() + 1);
        edits.add(new Edit(behind, (members + (empty ? "" : ",")).getBytes(UTF_8)));
    }

    private static Lifted error(Frame answer, Span error, Id id, List<Edit> edits) {
        Span place = ObjectMembers.of(answer, error).get("code");
        long code = place == null ? ErrorCode.INTERNAL_ERROR : code(answer, place);
        if (code == ErrorCode.URL_ELICITATION_REQUIRED) {
            return Lifted.error(
                    id,
                    ErrorCode.INTERNAL_ERROR,
                    "the server wants the user to open a URL first, and does not say in a way that"
                            + " can be understood which");
        }
        if (code == ErrorCode.RESOURCE_NOT_FOUND && place != null) {
            code = ErrorCode.INVALID_PARAMS;
            edits.add(new Edit(place, Long.toString(code).getBytes(UTF_8)));
        }
        return new Lifted(Lifted.status((int) code), splice(answer, edits));
    }

    private static long code(Frame answer, Span place) {
        JsonCursor cursor = new JsonCursor(answer, place);
        cursor.next();
        try {
            return Integer.parseInt(cursor.text());
        } catch (NumberFormatException odd) {
            return ErrorCode.INTERNAL_ERROR;
        }
    }
}
