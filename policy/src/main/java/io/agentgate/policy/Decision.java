package io.agentgate.policy;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says about one call, and which rules made it say so.
 *
 * @param outcome whether the call may go on
 * @param rule the rule that decided; null when the default did
 * @param reason why, in words for the agent
 * @param argumentRedactions redact rules to apply to the arguments, in order; none on a denial
 * @param rateLimits limits of any kind that the call must fit; none on a denial
 * @param shadows rules, or the default, that are not enforced and would have had an effect
 * @param operation what the request does; null where it is unknown, or nothing depends on it
 * @param revision the revision of the policy that decided
 * @param trace every rule that was looked at, in order
 */
public record Decision(
        Outcome outcome,
        @Nullable Rule rule,
        String reason,
        List<Rule> argumentRedactions,
        List<Rule> rateLimits,
        Shadows shadows,
        @Nullable Operation operation,
        String revision,
        List<Step> trace) {

    /** Whether a call may go on. */
    public enum Outcome {
        ALLOW,
        DENY
    }

    public boolean denied() {
        return outcome == Outcome.DENY;
    }

    /** The rules that did not come out false, in order; few, and found without a look at others. */
    public List<Step> notable() {
        return trace instanceof Trace sparse
                ? sparse.notable()
                : trace.stream().filter(step -> step.truth() != Truth.FALSE).toList();
    }

    /** One rule that was looked at, and what came out. */
    public record Step(Rule rule, Truth truth) {}

    /**
     * A trace that stores nothing for rules that came out false, which nearly all do.
     *
     * <p>An entry of {@code notable} is the place of a rule, times two, plus one if it was true.
     */
    static final class Trace extends AbstractList<Step> {
        private final List<Rule> rules;
        private int size;
        private int[] notable = {};
        private int count;

        Trace(List<Rule> rules) {
            this.rules = rules;
        }

        void add(int place, Truth truth) {
            if (count == notable.length) {
                notable = Arrays.copyOf(notable, count == 0 ? 4 : count * 2);
            }
            notable[count++] = place * 2 + (truth == Truth.TRUE ? 1 : 0);
        }

        void endAt(int size) {
            this.size = size;
        }

        List<Step> notable() {
            List<Step> steps = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                steps.add(step(notable[i]));
            }
            return steps;
        }

        private Step step(int entry) {
            return new Step(rules.get(entry >> 1), (entry & 1) == 1 ? Truth.TRUE : Truth.UNKNOWN);
        }

        @Override
        public Step get(int index) {
            Rule rule = rules.get(Objects.checkIndex(index, size));
            for (int i = 0; i < count; i++) {
                if (notable[i] >> 1 == index) {
                    return step(notable[i]);
                }
            }
            return new Step(rule, Truth.FALSE);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
