package io.agentgate.policy;

import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy: for which calls it is meant, and what it does to them.
 *
 * @param servers whose tools it is for
 * @param callers whose calls it is for; everybody's answers are redacted, though, since whoever
 *     stores or shows them later is none of these
 */
public record Rule(
        String id,
        Names servers,
        Names tools,
        Callers callers,
        @Nullable Condition condition,
        Effect effect,
        Position position) {

    /** A rule for everybody's calls of tools of any server. */
    public Rule(
            String id,
            NamePattern tool,
            @Nullable Condition condition,
            Effect effect,
            Position position) {
        this(id, Names.ANY, Names.of(tool), Callers.ANY, condition, effect, position);
    }

    /** Whether every call of the tools is meant, whatever it says and whoever makes it. */
    public boolean isUnconditional() {
        return condition == null && callers.isAny();
    }

    /** The truth of the condition, read the way the effect needs; a rule without one is true. */
    Truth truth(Facts facts) {
        if (!callers.include(facts)) {
            return Truth.FALSE;
        }
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
