package io.agentgate.gateway.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.gateway.call.ListedHints;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.policy.Method;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists of tools, prompts and resources as a caller may see them: what it may never use is not in
 * them. Who uses it all the same is refused by the same policy. Templates of resources stay, since
 * what they become decides.
 */
public final class ShownItems {
    private static final byte[] PRIVATE = "\"private\"".getBytes(US_ASCII);

    private static final Map<String, Listed> LISTS =
            Map.of(
                    "tools/list", new Listed("tools", "name", Method.TOOLS_CALL),
                    "prompts/list", new Listed("prompts", "name", Method.PROMPTS_GET),
                    "resources/list", new Listed("resources", "uri", Method.RESOURCES_READ));

    private static final String READ = "resources/read";

    /**
     * What a list holds.
     *
     * @param member of the result
     * @param name of each item, by which it is asked for
     * @param use how
     */
    private record Listed(String member, String name, Method use) {}

    private ShownItems() {}

    /**
     * An answer with what its caller may use, the rest of it byte by byte.
     *
     * @param method what was asked
     * @param policies those in force for the session's server
     * @param hints what servers say of their tools
     * @return null if the answer can stay as it is
     */
    public static @Nullable Frame of(
            String method,
            Response answer,
            PolicySet policies,
            SessionIdentity session,
            ListedHints hints) {
        if (!policies.hides() && !policies.tellsCallersApart()) {
            return null;
        }
        Listed listed = LISTS.get(method);
        if ((listed == null && !method.equals(READ))
                || !(answer.outcome() instanceof Response.Result(Span span))) {
            return null;
        }
        Frame frame = answer.frame();
        Value result = new Value(frame, span);
        List<Edit> edits = new ArrayList<>(2);
        if (listed != null && policies.hides()) {
            hide(listed, result, new Viewer(policies, session, hints), edits);
        }
        Value scope = policies.tellsCallersApart() ? result.member("cacheScope") : null;
        if (scope != null && "public".equals(scope.text())) {
            // Others may see something else (MCP 2026-07-28, server/utilities/caching).
            edits.add(new Edit(scope.span(), PRIVATE));
        }
        if (edits.isEmpty()) {
            return null;
        }
        edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
        return frame.splice(edits);
    }

    private static void hide(Listed listed, Value result, Viewer viewer, List<Edit> edits) {
        Value items = result.member(listed.member());
        if (items == null || !items.isArray()) {
            return;
        }
        List<Value> all = new ArrayList<>();
        items.eachElement(all::add);
        List<Span> shown =
                all.stream()
                        .filter(item -> isShown(item, listed, viewer))
                        .map(Value::span)
                        .toList();
        if (shown.size() < all.size()) {
            edits.add(new Edit(items.span(), items.only(shown)));
        }
    }

    private static boolean isShown(Value item, Listed listed, Viewer viewer) {
        Value name = item.member(listed.name());
        String text = name == null ? null : name.text();
        // What has no name cannot be asked for.
        return text == null || viewer.mayUse(new Target(listed.use(), text));
    }

    /** Whoever looks at a list. */
    private record Viewer(PolicySet policies, SessionIdentity session, ListedHints hints) {
        boolean mayUse(Target target) {
            String server = session.server();
            return policies.mayAllow(
                    server,
                    target,
                    session.agent(),
                    session.roles(),
                    target.isToolCall() ? hints.of(server, target.name()) : null);
        }
    }
}
