package io.agentgate.gateway.call;

import io.agentgate.gateway.era.Manner;
import io.agentgate.policy.Background;
import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Target;
import io.agentgate.policy.ToolHints;
import org.jspecify.annotations.Nullable;

/**
 * What this process saw before a request. It knows all calls of a session only if it alone serves
 * it, and none of the stateless era, where calls belong to no session.
 */
public record Seen(ListedHints listed, Session session, Target target) implements Background {
    @Override
    public @Nullable ToolHints hints() {
        return target.isToolCall() ? listed.of(session.identity().server(), target.name()) : null;
    }

    @Override
    public long callsOf(NamePattern tools) {
        return session.earlierCalls().of(tools);
    }

    @Override
    public boolean sawAllCalls() {
        return !session.isShared()
                && !(session.manner() instanceof Manner.Alone)
                && session.earlierCalls().isComplete();
    }
}
