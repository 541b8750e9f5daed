package io.agentgate.gateway.access;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.policy.Decision;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks the call's policy set, and keeps its decision with the call for the guards behind. */
public final class AccessGuard implements Guard {

    @Override
    public Verdict onCall(Call call) {
        Decision decision = decide(call);
        call.decided(decision);
        return verdict(decision);
    }

    /**
     * Refuses what redaction made of a call if a rule denies that, but keeps the first decision:
     * its limits are charged and its redactions made.
     */
    @Override
    public Verdict onRewritten(Call call) {
        return verdict(decide(call));
    }

    private static Decision decide(Call call) {
        return call.policies().decide(AccessFacts.of(call));
    }

    /**
     * Why a question that stands in an answer of the server must not be asked; null if it may.
     *
     * @param params its parameters, if it has any
     */
    public static @Nullable Refusal onQuestion(
            SessionIdentity session,
            PolicySet policies,
            Target target,
            @Nullable Value params,
            Instant now) {
        return switch (verdict(policies.decide(AccessFacts.of(session, target, params, now)))) {
            case Verdict.Refuse(Refusal refusal) -> refusal;
            case Verdict.Pass _, Verdict.Rewrite _ -> null;
        };
    }

    private static Verdict verdict(Decision decision) {
        if (!decision.denied()) {
            return Verdict.PASS;
        }
        Rule rule = decision.rule();
        return new Verdict.Refuse(
                Refusal.denied(rule == null ? null : rule.id(), decision.reason()));
    }
}
