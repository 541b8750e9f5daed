package io.agentgate.policy;

import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy: for which calls it is meant, and what it does to them.
 *
 * @param server the servers whose tools it is for
 */
public record Rule(
        String id,
        ToolPattern server,
        ToolPattern tool,
        @Nullable Condition condition,
        Effect effect,
        Position position) {

    /** A rule for tools of any server. */
    public Rule(
            String id,
            ToolPattern tool,
            @Nullable Condition condition,
            Effect effect,
            Position position) {
        this(id, ToolPattern.ANY, tool, condition, effect, position);
    }

    /** The truth of the condition, read the way the effect needs; a rule without one is true. */
    Truth truth(Facts facts) {
        if (condition == null) {
            return Truth.TRUE;
        }
        try {
            return condition.truth(facts, effect.reading());
        } catch (RuntimeException e) {
            // An error while evaluating must neither open the door nor end the walk.
            return Truth.UNKNOWN;
        }
    }
}
