package io.agentgate.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules that concern one name, in file order, sorted by what they are asked for.
 *
 * @param onCall rules that take part in a call: all but redactions of results only
 * @param onResult redactions of what the server sends
 * @param onStorage every redaction, whatever its phase
 */
record FoundRules(List<Rule> onCall, List<Rule> onResult, List<Rule> onStorage) {

    static final FoundRules NONE = new FoundRules(List.of(), List.of(), List.of());

    /** Whether it rewrites what servers send. */
    static boolean isOnResult(Rule rule) {
        return rule.effect() instanceof Effect.Redact redact && redact.phase().onResults();
    }

    static FoundRules of(List<Rule> rules) {
        List<Rule> onCall = new ArrayList<>();
        List<Rule> onResult = new ArrayList<>();
        List<Rule> onStorage = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.effect() instanceof Effect.Redact redact) {
                if (!rule.isShadow()) {
                    onStorage.add(rule);
                }
                if (redact.phase().onResults() && !rule.isShadow()) {
                    onResult.add(rule);
                }
                if (!redact.phase().onArguments()) {
                    continue;
                }
            }
            onCall.add(rule);
        }
        return new FoundRules(List.copyOf(onCall), List.copyOf(onResult), List.copyOf(onStorage));
    }
}
