package io.agentgate.rehearsal;

import io.agentgate.policy.ToolHints;
import io.agentgate.policy.text.TrialCall;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Port: what servers have listed of their tools. May block. */
@FunctionalInterface
public interface KnownHints {
    /** What a server says of a tool; null where it has not listed it. */
    @Nullable ToolHints of(String server, String tool) throws IOException;

    /** The same call; what it does not say of its tool is what the tool's server has listed. */
    default TrialCall complete(TrialCall call) throws IOException {
        if (call.hints() != null || !call.target().isToolCall()) {
            return call;
        }
        ToolHints listed = of(call.server(), call.target().name());
        return listed == null ? call : call.with(listed);
    }
}
