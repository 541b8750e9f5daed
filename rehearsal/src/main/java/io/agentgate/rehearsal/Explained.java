package io.agentgate.rehearsal;

import io.agentgate.policy.Explanation;
import io.agentgate.policy.Facts;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Value;
import io.agentgate.policy.text.TrialCall;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judgement with everything that led to it.
 *
 * @param trace the rules that were looked at, each with what kept it from matching
 * @param nearest what would have let the call through; null if nothing would, or it goes on
 */
public record Explained(
        Judged judged, List<Explanation.Line> trace, @Nullable NearestAllow nearest) {

    /** Judges a call, which charges it, and explains the judgement, which charges nothing. */
    public static Explained of(Trial trial, TrialCall call, Instant now) {
        Judged judged = judge(trial, call, now);
        PolicySet set = trial.policy().set();
        Facts facts = facts(call, now);
        return new Explained(
                judged,
                set.explain(facts).lines(),
                judged.outcome() == Judged.Outcome.DENY && judged.decision() != null
                        ? NearestAllow.of(set, call, now)
                        : null);
    }

    /** Judges a call, which charges it. */
    public static Judged judge(Trial trial, TrialCall call, Instant now) {
        Value arguments = call.arguments();
        return trial.judge(
                call.server(),
                call.target(),
                call.caller(),
                call.background(),
                arguments == null ? null : ValueJson.of(arguments),
                now);
    }

    /** What rules may know of the call. */
    public static Facts facts(TrialCall call, Instant now) {
        return new Facts(
                call.server(),
                call.target(),
                call.caller(),
                call::readable,
                now,
                null,
                call.background());
    }
}
