package io.agentgate.gateway.bridge;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages of a server of the stateless era, as clients of the handshake era know them. */
final class Lowering {
    static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";
    static final String COMPLETE = "complete";
    static final String INPUT_REQUIRED = "input_required";

    private static final String STRUCTURED = "structuredContent";
    private static final Set<String> OF_THE_ERA = Set.of("resultType", "ttlMs", "cacheScope");
    private static final Set<String> WITHOUT_STRUCTURE =
            Set.of("resultType", "ttlMs", "cacheScope", STRUCTURED);

    private Lowering() {}

    /** What kind of result it is; empty if nobody can tell. */
    static String kind(Value result) {
        Value kind = result.member("resultType");
        if (kind == null) {
            return COMPLETE;
        }
        String text = kind.text();
        return text == null ? "" : text;
    }

    /** A complete result, under the id of its asker. */
    static Frame result(Request asked, Response answer, Value result) {
        List<Edit> edits = new ArrayList<>();
        edits.add(id(answer, asked.id()));
        // Only objects are structured content, and described as such, before 2026-07-28.
        Value structured = result.member(STRUCTURED);
        boolean foreign = structured != null && !structured.isObject();
        edits.addAll(Members.without(result, foreign ? WITHOUT_STRUCTURE : OF_THE_ERA));
        Value tools = asked.method().equals("tools/list") ? result.member("tools") : null;
        if (tools != null) {
            tools.eachElement(tool -> edits.addAll(tool(tool)));
        }
        return Members.splice(answer.frame(), edits);
    }

    private static List<Edit> tool(Value tool) {
        Value schema = tool.member("outputSchema");
        Value type = schema == null ? null : schema.member("type");
        boolean known = schema == null || (type != null && "object".equals(type.text()));
        return known ? List.of() : Members.without(tool, Set.of("outputSchema"));
    }

    /** An answer with nothing changed but its id. */
    static Frame under(Id id, Response answer) {
        return answer.frame().splice(List.of(id(answer, id)));
    }

    private static Edit id(Response answer, Id id) {
        Span place = answer.idSpan();
        if (place == null) {
            throw new IllegalStateException("a response with an id has no place for it");
        }
        return new Edit(place, id.raw());
    }

    /** The subscription that a notification is of; null if it is of none. */
    static @Nullable Id subscription(Notification notification) {
        Value meta = meta(notification);
        Value id = meta == null ? null : meta.member(SUBSCRIPTION);
        return id == null ? null : id.id();
    }

    /** A notification that does not name its subscription. */
    static Frame notification(Notification notification) {
        Value meta = meta(notification);
        return meta == null
                ? notification.frame()
                : notification.frame().splice(Members.without(meta, Set.of(SUBSCRIPTION)));
    }

    private static @Nullable Value meta(Notification notification) {
        Span place = notification.params().meta();
        return place == null ? null : new Value(notification.frame(), place);
    }
}
