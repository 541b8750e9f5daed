package io.agentgate.gateway.lifting;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to be told on the stream of a {@code subscriptions/listen}.
 *
 * @param resources the URIs of those whose changes it wants to hear of, in its order
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/subscriptions">MCP
 *     2026-07-28, subscriptions</a>
 */
public record ListenFilter(
        boolean toolsChanged,
        boolean promptsChanged,
        boolean resourcesChanged,
        Set<String> resources) {
    /** Most resources of one stream. */
    public static final int MAX_RESOURCES = 256;

    private static final String TOOLS = "toolsListChanged";
    private static final String PROMPTS = "promptsListChanged";
    private static final String LISTS = "resourcesListChanged";
    private static final String RESOURCES = "resourceSubscriptions";

    public ListenFilter {
        resources = Collections.unmodifiableSet(new LinkedHashSet<>(resources));
    }

    /** The one of a request; null if there is none, or it is not valid. */
    public static @Nullable ListenFilter of(Request request) {
        Frame frame = request.frame();
        Map<String, Span> params = ObjectMembers.of(frame, request.params().span());
        Span filter = ObjectMembers.object(frame, params.get("notifications"));
        if (filter == null) {
            return null;
        }
        Map<String, Span> members = ObjectMembers.of(frame, filter);
        Set<String> resources = resources(frame, members.get(RESOURCES));
        return resources == null
                ? null
                : new ListenFilter(
                        ObjectMembers.isTrue(frame, members.get(TOOLS)),
                        ObjectMembers.isTrue(frame, members.get(PROMPTS)),
                        ObjectMembers.isTrue(frame, members.get(LISTS)),
                        resources);
    }

    private static @Nullable Set<String> resources(Frame frame, @Nullable Span array) {
        Set<String> resources = new LinkedHashSet<>();
        if (array == null) {
            return resources;
        }
        JsonCursor cursor = new JsonCursor(frame, array);
        if (cursor.next() != Token.BEGIN_ARRAY) {
            return null;
        }
        while (cursor.next() == Token.STRING) {
            resources.add(cursor.text());
        }
        boolean all = cursor.token() == Token.END_ARRAY;
        return all && resources.size() <= MAX_RESOURCES ? resources : null;
    }

    /** What of it a server can tell. */
    public ListenFilter of(LiftingServer server) {
        return new ListenFilter(
                toolsChanged && server.declares("tools", "listChanged"),
                promptsChanged && server.declares("prompts", "listChanged"),
                resourcesChanged && server.declares("resources", "listChanged"),
                server.declares("resources", "subscribe") ? resources : Set.of());
    }

    /** The same without some resources. */
    public ListenFilter without(Set<String> refused) {
        Set<String> others = new LinkedHashSet<>(resources);
        others.removeAll(refused);
        return new ListenFilter(toolsChanged, promptsChanged, resourcesChanged, others);
    }

    /** Whether a notification is to be told. */
    public boolean wants(Notification notification) {
        return switch (notification.method()) {
            case "notifications/tools/list_changed" -> toolsChanged;
            case "notifications/prompts/list_changed" -> promptsChanged;
            case "notifications/resources/list_changed" -> resourcesChanged;
            case "notifications/resources/updated" -> isOfOne(notification.params().uri());
            default -> false;
        };
    }

    /** Servers may tell of a part of what was asked for (MCP 2025-11-25, resources). */
    private boolean isOfOne(@Nullable String uri) {
        return uri != null
                && resources.stream()
                        .anyMatch(
                                wanted ->
                                        uri.equals(wanted)
                                                || uri.startsWith(
                                                        wanted.endsWith("/")
                                                                ? wanted
                                                                : wanted + "/"));
    }

    /** The first word on the stream: what will be told there. */
    public Frame acknowledged(Id subscription) {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("method").value("notifications/subscriptions/acknowledged");
        json.name("params").beginObject().name(Reserved.META).beginObject();
        json.name(Reserved.SUBSCRIPTION_ID).raw(subscription.raw()).endObject();
        json.name("notifications").beginObject();
        flag(json, TOOLS, toolsChanged);
        flag(json, PROMPTS, promptsChanged);
        flag(json, LISTS, resourcesChanged);
        if (!resources.isEmpty()) {
            json.name(RESOURCES).beginArray();
            resources.forEach(json::value);
            json.endArray();
        }
        return Frame.of(json.endObject().endObject().endObject().toBytes());
    }

    private static void flag(JsonWriter json, String name, boolean wanted) {
        if (wanted) {
            json.name(name).value(true);
        }
    }

    /** The last word on the stream. */
    public static Frame ended(Id subscription) {
        JsonWriter json = new JsonWriter().beginObject().name("resultType").value("complete");
        json.name(Reserved.META).beginObject();
        json.name(Reserved.SUBSCRIPTION_ID).raw(subscription.raw()).endObject();
        return Replies.result(subscription, json.endObject().toBytes());
    }
}
