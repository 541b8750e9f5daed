package io.agentgate.gateway.access;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Facts;
import io.agentgate.policy.Rule;
import org.jspecify.annotations.Nullable;

/** Asks the call's policy set, and keeps its decision with the call for the guards behind. */
public final class AccessGuard implements Guard {
    private final @Nullable Candidate candidate;

    /** Asks one policy alone. */
    public AccessGuard() {
        this(null);
    }

    /**
     * @param candidate is asked, too, without effect; null for none
     */
    public AccessGuard(@Nullable Candidate candidate) {
        this.candidate = candidate;
    }

    @Override
    public Verdict onCall(Call call) {
        Facts facts = AccessFacts.of(call);
        Decision decision = call.policies().decide(facts);
        call.decided(decision);
        if (candidate != null) {
            candidate.judge(call, facts, decision);
        }
        return verdict(decision);
    }

    @Override
    public boolean asksForBackground() {
        return candidate != null && candidate.policies().asksForBackground();
    }

    /**
     * Refuses what redaction made of a call if a rule denies that, but keeps the first decision:
     * its limits are charged and its redactions made.
     */
    @Override
    public Verdict onRewritten(Call call) {
        return verdict(call.policies().decide(AccessFacts.of(call)));
    }

    private static Verdict verdict(Decision decision) {
        Refusal refusal = refusal(decision);
        return refusal == null ? Verdict.PASS : new Verdict.Refuse(refusal);
    }

    /** What is said of a denial; null if nothing is denied. */
    static @Nullable Refusal refusal(Decision decision) {
        if (!decision.denied()) {
            return null;
        }
        Rule rule = decision.rule();
        return Refusal.denied(rule == null ? null : rule.id(), decision.reason());
    }
}
