package io.agentgate.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One rule of a policy: which requests it is for, and what it does to them. */
public record Rule(
        String id,
        Scope scope,
        @Nullable Condition condition,
        Effect effect,
        Mode mode,
        Position position) {

    /** A rule that is enforced. */
    public Rule(
            String id,
            Scope scope,
            @Nullable Condition condition,
            Effect effect,
            Position position) {
        this(id, scope, condition, effect, Mode.ENFORCE, position);
    }

    /** A rule for everybody's calls of tools of any server. */
    public Rule(
            String id,
            NamePattern tool,
            @Nullable Condition condition,
            Effect effect,
            Position position) {
        this(
                id,
                Scope.ofCalls(Names.ANY, Names.of(tool), Callers.ANY),
                condition,
                effect,
                position);
    }

    /** The servers it is for. */
    public Names servers() {
        return scope.servers();
    }

    /** The requests it is about. */
    public Set<Method> methods() {
        return scope.methods();
    }

    /** The tools, prompts or resources it is for. */
    public Names names() {
        return scope.names();
    }

    /** Whose requests it is for. */
    public Callers callers() {
        return scope.callers();
    }

    /** Whether it depends on what was seen before a request. */
    boolean asksForBackground() {
        return scope.asksForHints()
                || effect.per().contains(Effect.Per.OPERATION)
                || (condition != null && condition.asksForBackground());
    }

    /** Whether it depends on what requests do. */
    boolean asksForOperations() {
        return !scope.operations().isAny() || effect.per().contains(Effect.Per.OPERATION);
    }

    /** Whether it is only recorded what it would do. */
    public boolean isShadow() {
        return mode == Mode.SHADOW;
    }

    /** Whether it is about calls of tools. */
    public boolean isOfCalls() {
        return methods().contains(Method.TOOLS_CALL);
    }

    /** Whether every request of its scope is meant, whatever it says and whoever makes it. */
    public boolean isUnconditional() {
        return condition == null && callers().isAny() && !scope.asksForHints();
    }

    /**
     * The truth of the condition, read the way the effect needs; a rule without one is true.
     *
     * @param operation what the request does; null where it is unknown
     */
    Truth truth(Facts facts, @Nullable Operation operation) {
        if (!callers().include(facts)) {
            return Truth.FALSE;
        }
        Truth scoped = scope.asksForHints() ? scope.truth(facts, operation) : Truth.TRUE;
        if (condition == null || scoped == Truth.FALSE) {
            return scoped;
        }
        return scoped.and(conditioned(condition, facts));
    }

    private Truth conditioned(Condition asked, Facts facts) {
        try {
            return asked.truth(facts, effect.reading());
        } catch (RuntimeException e) {
            // An error while evaluating must neither open the door nor end the walk.
            return Truth.UNKNOWN;
        }
    }
}
