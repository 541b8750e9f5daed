package io.agentgate.policy.text;

import io.agentgate.policy.Effect;
import io.agentgate.policy.Names;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds rules that no call can reach, because an earlier one decides every call they are for. */
final class Reachability {
    private final Map<String, Rule> decidersByText = new HashMap<>();
    private final List<Rule> wildcardDeciders = new ArrayList<>();

    private Reachability() {}

    static List<Problem> warnings(List<Rule> rules) {
        Reachability reachability = new Reachability();
        List<Problem> warnings = new ArrayList<>();
        for (Rule rule : rules) {
            Rule earlier = reachability.deciderOf(rule);
            if (earlier == null) {
                reachability.remember(rule);
            } else if (walksCalls(rule)) {
                warnings.add(new Problem(rule.position(), message(rule, earlier)));
            }
        }
        return warnings;
    }

    private @Nullable Rule deciderOf(Rule rule) {
        Rule same = decidersByText.get(text(rule));
        if (same != null) {
            return same;
        }
        for (Rule decider : wildcardDeciders) {
            if (decider.scope().covers(rule.scope())) {
                return decider;
            }
        }
        return null;
    }

    private void remember(Rule rule) {
        if (!rule.isUnconditional() || !rule.effect().decides() || rule.isShadow()) {
            return;
        }
        decidersByText.put(text(rule), rule);
        if (!isOneName(rule.names()) || !isOneName(rule.servers()) || rule.methods().size() > 1) {
            wildcardDeciders.add(rule);
        }
    }

    private static boolean isOneName(Names names) {
        return names.patterns().size() == 1 && names.isExact();
    }

    private static String text(Rule rule) {
        return rule.servers() + " " + rule.methods() + " " + rule.names();
    }

    private static boolean walksCalls(Rule rule) {
        return !(rule.effect() instanceof Effect.Redact redact) || redact.phase().onArguments();
    }

    private static String message(Rule rule, Rule earlier) {
        String loss =
                rule.effect() instanceof Effect.Redact
                        ? "` can never rewrite arguments: rule `"
                        : "` can never be reached: rule `";
        String rust =
                rule.isOfCalls() && rule.names().isExact() && earlier.names().isAny()
                        ? "; the engine of AgentGate for Rust tried exact names first"
                        : "";
        return "rule `"
                + rule.id()
                + loss
                + earlier.id()
                + "` "
                + PolicyText.place(earlier.position(), rule.position())
                + " decides every "
                + (rule.isOfCalls() ? "call" : "request")
                + " of `"
                + rule.names()
                + "` before it"
                + rust;
    }
}
