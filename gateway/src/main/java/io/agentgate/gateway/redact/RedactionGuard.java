package io.agentgate.gateway.redact;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Delivery;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Span;
import java.util.List;

/** Applies redact rules to arguments on their way up, and to every string on its way down. */
public final class RedactionGuard implements Guard {

    @Override
    public Verdict onCall(Call call) {
        Decision decision = call.decision();
        Span arguments = call.request().params().arguments();
        if (decision == null || decision.argumentRedactions().isEmpty() || arguments == null) {
            return Verdict.PASS;
        }
        Frame frame = call.request().frame();
        Redaction redaction =
                Redaction.over(
                        frame, arguments, decision.argumentRedactions(), Redaction.Names.KEEP);
        return rewriteOrPass(frame, redaction);
    }

    @Override
    public Verdict onDelivery(Delivery delivery) {
        List<Rule> rules = rules(delivery);
        if (rules.isEmpty()) {
            return Verdict.PASS;
        }
        Frame frame = delivery.message().frame();
        Redaction redaction =
                Redaction.over(frame, new Span(0, frame.length()), rules, Redaction.Names.BLOCK);
        Rule blockedBy = redaction.blockedBy();
        if (blockedBy != null) {
            return new Verdict.Refuse(
                    Refusal.denied(
                            blockedBy.id(),
                            "Withheld: redact rule '"
                                    + blockedBy.id()
                                    + "' matches an identifier, which cannot be rewritten"));
        }
        return rewriteOrPass(frame, redaction);
    }

    private static List<Rule> rules(Delivery delivery) {
        return switch (delivery.from()) {
            case Delivery.OfTool(String name) -> delivery.policies().resultRedactions(name);
            case Delivery.OfRequest(Target target) -> delivery.policies().answerRedactions(target);
            case Delivery.OfServer() -> delivery.policies().resultRedactions(null);
            case Delivery.OfSomeTool() -> onAnyResult(delivery.policies());
        };
    }

    /** Whether no rule would change this text, whichever tool's result it may stand in. */
    public static boolean leaves(String text, PolicySet policies) {
        return Redaction.of(text, onAnyResult(policies)).equals(text);
    }

    private static List<Rule> onAnyResult(PolicySet policies) {
        return policies.rules().stream().filter(RedactionGuard::onResults).toList();
    }

    private static boolean onResults(Rule rule) {
        return rule.effect() instanceof Effect.Redact redact
                && redact.phase().onResults()
                && !rule.isShadow();
    }

    private static Verdict rewriteOrPass(Frame frame, Redaction redaction) {
        return redaction.edits().isEmpty()
                ? Verdict.PASS
                : new Verdict.Rewrite(frame.splice(redaction.edits()), redaction.hits());
    }
}
