package io.agentgate.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules that concern one tool name, in file order, sorted by what they are asked for.
 *
 * @param onCall rules that take part in a call: all but redactions of results only
 * @param onResult redactions of what the server sends
 * @param onStorage every redaction, whatever its phase
 */
record ToolRules(List<Rule> onCall, List<Rule> onResult, List<Rule> onStorage) {

    static ToolRules of(List<Rule> rules) {
        List<Rule> onCall = new ArrayList<>();
        List<Rule> onResult = new ArrayList<>();
        List<Rule> onStorage = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.effect() instanceof Effect.Redact redact) {
                onStorage.add(rule);
                if (redact.phase().onResults()) {
                    onResult.add(rule);
                }
                if (!redact.phase().onArguments()) {
                    continue;
                }
            }
            onCall.add(rule);
        }
        return new ToolRules(List.copyOf(onCall), List.copyOf(onResult), List.copyOf(onStorage));
    }
}
