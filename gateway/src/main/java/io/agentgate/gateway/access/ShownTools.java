package io.agentgate.gateway.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.policy.PolicySet;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of tools as a caller may see them: a tool that it may never call is not in them. Who calls
 * it all the same is refused by the same policy.
 */
public final class ShownTools {
    private static final byte[] PRIVATE = "\"private\"".getBytes(US_ASCII);

    private ShownTools() {}

    /**
     * An answer to {@code tools/list} with the tools that its caller may call, the rest of it byte
     * by byte.
     *
     * @param policies those in force for the session's server
     * @return null if the answer can stay as it is
     */
    public static @Nullable Frame of(Response list, PolicySet policies, SessionIdentity session) {
        if ((!policies.hidesTools() && !policies.tellsCallersApart())
                || !(list.outcome() instanceof Response.Result(Span span))) {
            return null;
        }
        Frame frame = list.frame();
        Value result = new Value(frame, span);
        List<Edit> edits = new ArrayList<>(2);
        Value tools = result.member("tools");
        if (tools != null && policies.hidesTools()) {
            hide(tools, policies, session, edits);
        }
        Value scope = result.member("cacheScope");
        if (scope != null && policies.tellsCallersApart() && "public".equals(scope.text())) {
            // Others may see other tools (MCP 2026-07-28, server/utilities/caching).
            edits.add(new Edit(scope.span(), PRIVATE));
        }
        if (edits.isEmpty()) {
            return null;
        }
        edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
        return frame.splice(edits);
    }

    private static void hide(
            Value tools, PolicySet policies, SessionIdentity session, List<Edit> edits) {
        List<Span> kept = new ArrayList<>();
        boolean[] hidden = {false};
        tools.eachElement(
                tool -> {
                    if (isShown(tool, policies, session)) {
                        kept.add(tool.span());
                    } else {
                        hidden[0] = true;
                    }
                });
        if (hidden[0]) {
            edits.add(new Edit(tools.span(), tools.only(kept)));
        }
    }

    private static boolean isShown(Value tool, PolicySet policies, SessionIdentity session) {
        Value name = tool.member("name");
        String text = name == null ? null : name.text();
        // What has no name cannot be called.
        return text == null
                || policies.mayAllow(session.server(), text, session.agent(), session.roles());
    }
}
