package io.agentgate.rehearsal;

import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Explanation;
import io.agentgate.policy.Facts;
import io.agentgate.policy.Mode;
import io.agentgate.policy.Permissions;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import io.agentgate.policy.text.TrialCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would let a denied call through with the least change: a rule that nearly allows it, or the
 * condition of the rule that denies it.
 *
 * @param rule the rule that would allow it; null if it would be the default
 * @param condition what would have had to hold for that
 */
public record NearestAllow(@Nullable String rule, String condition) {

    /** Looks for it; null if no rule allows anything like the call. */
    static @Nullable NearestAllow of(PolicySet set, TrialCall call, Instant now) {
        NearestAllow failed = failedBefore(set.explain(Explained.facts(call, now)));
        if (failed != null) {
            return failed;
        }
        Facts facts = Explained.facts(call, now);
        Rule denier = set.decide(facts).rule();
        return denier == null
                ? forOthers(set, call)
                : withoutDenier(set, denier, Explained.facts(call, now));
    }

    /** A rule that was asked and would have allowed it. */
    private static @Nullable NearestAllow failedBefore(Explanation explanation) {
        for (Explanation.Line line : explanation.lines()) {
            String failing = line.failing();
            if (line.rule().effect() instanceof Effect.Allow && failing != null) {
                return new NearestAllow(line.rule().id(), failing);
            }
        }
        return null;
    }

    /** Whether it is only the rule that denies which stands in the way. */
    private static @Nullable NearestAllow withoutDenier(PolicySet set, Rule denier, Facts facts) {
        List<Rule> others = new ArrayList<>(set.rules());
        others.removeIf(rule -> rule.id().equals(denier.id()));
        Decision decision =
                new PolicySet(
                                new PolicySet.Head(
                                        set.metadata(),
                                        set.byDefault(),
                                        Mode.ENFORCE,
                                        Permissions.ALL,
                                        set.operations()),
                                others,
                                set.revision(),
                                List.of())
                        .decide(facts);
        if (decision.denied()) {
            return null;
        }
        Rule next = decision.rule();
        return new NearestAllow(next == null ? null : next.id(), contrary(denier));
    }

    private static String contrary(Rule denier) {
        if (denier.id().equals(Permissions.ID) && denier.callers().isAny()) {
            return "a role of the caller permits it";
        }
        String end = "` does not match";
        if (denier.condition() != null) {
            return "rule `" + denier.id() + end + ": not (" + denier.condition().source() + ")";
        }
        return "rule `"
                + denier.id()
                + end
                + (denier.callers().isAny()
                        ? ""
                        : ": agents = "
                                + denier.callers().agents()
                                + ", roles = "
                                + denier.callers().roles())
                + (denier.scope().operations().isAny() ? "" : ": " + denier.scope().operations());
    }

    /** A rule that allows another tool of the server or, failing that, of another server. */
    private static @Nullable NearestAllow forOthers(PolicySet set, TrialCall call) {
        NearestAllow elsewhere = null;
        for (Rule rule : set.rules()) {
            if (!call.target().isToolCall()
                    || !(rule.effect() instanceof Effect.Allow)
                    || !rule.isOfCalls()) {
                continue;
            }
            if (rule.servers().matches(call.server())) {
                return new NearestAllow(rule.id(), "tool = " + rule.names());
            }
            if (elsewhere == null) {
                boolean sameTool = rule.names().matches(call.target().name());
                elsewhere =
                        new NearestAllow(
                                rule.id(),
                                "server = "
                                        + rule.servers()
                                        + (sameTool ? "" : ", tool = " + rule.names()));
            }
        }
        return elsewhere;
    }

    /** In a sentence for people. */
    public String words() {
        return (rule == null ? "the default" : "rule `" + rule + "`")
                + " would allow it if "
                + condition;
    }
}
