package io.agentgate.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision told rule by rule, for people. */
public record Explanation(Decision decision, List<Line> lines) {
    public Explanation {
        lines = List.copyOf(lines);
    }

    /**
     * One rule that was looked at.
     *
     * @param failing the source text of the first predicate that kept the condition from being
     *     true; null when it was true, or when the rule has no condition
     */
    public record Line(Rule rule, Truth truth, @Nullable String failing) {}
}
