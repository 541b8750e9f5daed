package io.agentgate.gateway.federation;

import io.agentgate.gateway.federation.Target.InTurn;
import io.agentgate.gateway.federation.Target.Nowhere;
import io.agentgate.gateway.federation.Target.Server;
import io.agentgate.gateway.federation.Target.Unclear;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Params;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose a request is that one server answers, by what it names. A name with a prefix is understood
 * in every mode, from itself alone.
 */
final class Addresses {
    private final Conversation conversation;

    Addresses(Conversation conversation) {
        this.conversation = conversation;
    }

    Target target(Request request) {
        Params params = request.params();
        return switch (request.method()) {
            case "tools/call" -> byName(Owned.TOOL, value(request, params.nameSpan()));
            case "prompts/get" -> byName(Owned.PROMPT, value(request, params.nameSpan()));
            case "resources/read", "resources/subscribe", "resources/unsubscribe" ->
                    byUri(value(request, params.uriSpan()));
            case "completion/complete" -> byReference(member(request, "ref"));
            case "tasks/get", "tasks/result", "tasks/cancel", "tasks/update" ->
                    byTask(member(request, "taskId"));
            default -> byAnything(request);
        };
    }

    private static @Nullable Value value(Request request, @Nullable Span span) {
        return span == null ? null : new Value(request.frame(), span);
    }

    private static @Nullable Value member(Request request, String name) {
        Value params = value(request, request.params().span());
        return params == null ? null : params.member(name);
    }

    private Target byName(Owned owned, @Nullable Value name) {
        Server prefixed = byPrefix(Carrier.NAME, name);
        return prefixed != null ? prefixed : byBareName(owned, name == null ? null : name.text());
    }

    private Target byBareName(Owned owned, @Nullable String text) {
        Target bare = text == null ? null : bare(owned, text);
        String what = owned == Owned.TOOL ? "Unknown tool: " : "Unknown prompt: ";
        return bare != null ? bare : new Nowhere(ErrorCode.INVALID_PARAMS, what + text);
    }

    /** Null if no server has the name. */
    private @Nullable Target bare(Owned owned, String text) {
        ServerName owner = conversation.names.owner(owned, text);
        if (owner != null) {
            return new Server(conversation.member(owner), null);
        }
        return conversation.names.isWorthSearching(owned) ? new Unclear(owned) : null;
    }

    private Target byUri(@Nullable Value uri) {
        Server prefixed = byPrefix(Carrier.URI, uri);
        if (prefixed != null) {
            return prefixed;
        }
        String text = uri == null ? null : uri.text();
        Target bare = text == null ? null : byBareUri(text);
        return bare != null ? bare : Nowhere.resource(text);
    }

    /** Null if no server has the URI. */
    private @Nullable Target byBareUri(String uri) {
        Target known = bare(Owned.TEMPLATE, uri);
        if (known != null || !conversation.names.mayBeBare()) {
            return known;
        }
        List<Member> matching =
                conversation.roster().catalogue().matching(uri).stream()
                        .map(place -> conversation.roster().names().get(place))
                        .map(conversation::member)
                        .toList();
        if (matching.size() == 1) {
            return new Server(matching.getFirst(), null);
        }
        List<Member> able = conversation.ready(member -> member.offers("resources", null));
        return matching.isEmpty() && able.isEmpty()
                ? null
                : new InTurn(uri, matching.isEmpty() ? able : matching);
    }

    private Target byReference(@Nullable Value reference) {
        Value type = reference == null ? null : reference.member("type");
        if (reference == null || type == null) {
            return new Nowhere(ErrorCode.INVALID_PARAMS, "The reference has no type");
        }
        return "ref/resource".equals(type.text())
                ? byUri(reference.member("uri"))
                : byName(Owned.PROMPT, reference.member("name"));
    }

    private Target byTask(@Nullable Value id) {
        Server prefixed = byPrefix(Carrier.TASK, id);
        return prefixed != null ? prefixed : new Nowhere(ErrorCode.INVALID_PARAMS, "Unknown task");
    }

    /** What the gateway does not know goes to the server that a usual member names. */
    private Target byAnything(Request request) {
        for (Carrier carrier : Carrier.values()) {
            Server prefixed = byPrefix(carrier, member(request, usual(carrier)));
            if (prefixed != null) {
                return prefixed;
            }
        }
        return new Nowhere(
                ErrorCode.METHOD_NOT_FOUND,
                "Method not found: nothing in it tells which server it is for");
    }

    private static String usual(Carrier carrier) {
        return switch (carrier) {
            case NAME -> "name";
            case URI -> "uri";
            case TASK -> "taskId";
        };
    }

    private @Nullable Server byPrefix(Carrier carrier, @Nullable Value value) {
        String text = value == null ? null : value.text();
        ServerName owner = text == null ? null : conversation.roster().owner(carrier, text);
        if (owner == null || value == null || text == null) {
            return null;
        }
        Edit edit = Namings.stripped(owner, carrier, value.span(), text, !value.hasEscapes());
        return new Server(conversation.member(owner), edit);
    }
}
