package io.agentgate.gateway.access;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.policy.Caller;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Facts;
import io.agentgate.policy.Rule;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Span;

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
        Frame frame = call.request().frame();
        Span arguments = call.request().params().arguments();
        Facts facts =
                new Facts(
                        call.origin().server(),
                        call.origin().tool(),
                        new Caller(call.origin().agent(), call.origin().caller(), call.roles()),
                        () -> arguments == null ? null : ArgumentValues.read(frame, arguments),
                        call.time(),
                        frame.plainText());
        return call.policies().decide(facts);
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
