package io.agentgate.policy.text;

import io.agentgate.policy.Background;
import io.agentgate.policy.Caller;
import io.agentgate.policy.Target;
import io.agentgate.policy.ToolHints;
import io.agentgate.policy.Value;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call, or another request that rules are about, as people write it down to learn what a policy
 * makes of it.
 *
 * @param target what it is about
 * @param caller who makes it; the agent's name is empty for one without a name
 * @param hints what the server says of the tool; null where it says nothing
 * @param arguments null where there are none; what is no object has no arguments in it either
 * @param time when it comes; null if it does not matter
 */
public record TrialCall(
        String server,
        Target target,
        Caller caller,
        @Nullable ToolHints hints,
        @Nullable Value arguments,
        @Nullable Instant time) {

    /** The same of a tool of which the server says this. */
    public TrialCall with(ToolHints listed) {
        return new TrialCall(server, target, caller, listed, arguments, time);
    }

    /** What rules call its arguments: of what has a URI, its parameters. */
    public Value.@Nullable Members readable() {
        if (target.method().isOfUri()) {
            return new Value.Members(Map.of("uri", new Value.Text(target.name())));
        }
        return arguments instanceof Value.Members members ? members : null;
    }

    /** What was seen before it, which is no call. */
    public Background background() {
        return Background.ofTool(hints);
    }
}
