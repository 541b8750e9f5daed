package io.agentgate.policy.text;

import io.agentgate.policy.Background;
import io.agentgate.policy.ToolHints;
import io.agentgate.policy.Value;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call as people write it down, to learn what a policy makes of it.
 *
 * @param agent the authenticated agent; empty for one without a name
 * @param roles what the caller's credential says of it
 * @param hints what the server says of the tool; null where it says nothing
 * @param arguments null where there are none; what is no object has no arguments in it either
 * @param time when it comes; null if it does not matter
 */
public record TrialCall(
        String server,
        String tool,
        String agent,
        Set<String> roles,
        @Nullable ToolHints hints,
        @Nullable Value arguments,
        @Nullable Instant time) {
    public TrialCall {
        roles = Set.copyOf(roles);
    }

    /** What was seen before it, which is no call. */
    public Background background() {
        return Background.ofTool(hints);
    }
}
