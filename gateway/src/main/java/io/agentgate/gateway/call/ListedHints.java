package io.agentgate.gateway.call;

import io.agentgate.policy.ToolHints;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What servers last said of their tools in answers to {@code tools/list}, to whomever they said it
 * (MCP 2025-11-25, schema, ToolAnnotations). Bounded; thread safe.
 */
public final class ListedHints {
    /** Most servers of which anything is kept. */
    static final int MAX_SERVERS = 512;

    /** Most tools of one server. */
    static final int MAX_TOOLS = 1_000;

    private static final int MAX_NAME = 128;

    private final Map<String, Map<String, ToolHints>> byServer = new ConcurrentHashMap<>();

    /** Reads an answer to {@code tools/list}, as the server gave it. */
    public void learn(String server, Response list) {
        Map<String, ToolHints> known = byServer.get(server);
        if (known == null) {
            if (byServer.size() >= MAX_SERVERS) {
                return;
            }
            known = byServer.computeIfAbsent(server, _ -> new ConcurrentHashMap<>());
        }
        if (list.outcome() instanceof Response.Result(Span result)) {
            Value tools = new Value(list.frame(), result).member("tools");
            Map<String, ToolHints> taker = known;
            if (tools != null) {
                tools.eachElement(tool -> learn(taker, tool));
            }
        }
    }

    private static void learn(Map<String, ToolHints> known, Value tool) {
        Value named = tool.member("name");
        String name = named == null ? null : named.text();
        if (name != null
                && name.length() <= MAX_NAME
                && (known.size() < MAX_TOOLS || known.containsKey(name))) {
            known.put(name, hints(tool.member("annotations")));
        }
    }

    /**
     * What annotations say; what they leave out is as the specification has it.
     *
     * @param annotations of a tool that was listed; null where it has none
     */
    public static ToolHints hints(@Nullable Value annotations) {
        ToolHints usual = ToolHints.DEFAULT;
        return annotations == null
                ? usual
                : new ToolHints(
                        said(annotations, "readOnlyHint", usual.readOnly()),
                        said(annotations, "destructiveHint", usual.destructive()),
                        said(annotations, "idempotentHint", usual.idempotent()),
                        said(annotations, "openWorldHint", usual.openWorld()));
    }

    private static boolean said(Value annotations, String hint, boolean otherwise) {
        Value value = annotations.member(hint);
        String text = value == null || value.text() != null ? null : value.scalar();
        if ("true".equals(text)) {
            return true;
        }
        return "false".equals(text) ? false : otherwise;
    }

    /** Nothing is known of its tools any more: the server has changed them. */
    public void forget(String server) {
        byServer.remove(server);
    }

    /** What the server says of the tool; null if it has not listed it. */
    public @Nullable ToolHints of(String server, String tool) {
        Map<String, ToolHints> known = byServer.get(server);
        return known == null ? null : known.get(tool);
    }
}
