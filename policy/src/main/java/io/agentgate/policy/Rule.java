package io.agentgate.policy;

import org.jspecify.annotations.Nullable;

/** One rule of a policy: for which calls it is meant, and what it does to them. */
public record Rule(
        String id,
        ToolPattern tool,
        @Nullable Condition condition,
        Effect effect,
        Position position) {

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
