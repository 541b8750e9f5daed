package io.agentgate.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over the rules that concern a call, from the first to the one that decides. */
final class Walk {
    private static final String DEFAULT_DENY = "No policy rule allows this call";
    private static final String DEFAULT_ALLOW = "No policy rule forbids this call";

    private final Facts facts;
    private final @Nullable Operation operation;
    private final List<Rule> rules;
    private final Decision.Trace trace;
    private List<Rule> redactions = List.of();
    private List<Rule> limits = List.of();
    private List<Rule> shadows = List.of();
    private boolean shadowDecided;

    /**
     * @param operation what the request does; null where it is unknown, or nothing depends on it
     */
    Walk(List<Rule> rules, Facts facts, @Nullable Operation operation) {
        this.rules = rules;
        this.facts = facts;
        this.operation = operation;
        this.trace = new Decision.Trace(rules);
    }

    /**
     * @param mode whether the default is enforced
     */
    Decision decide(Decision.Outcome byDefault, Mode mode, String revision) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            Truth truth = rule.truth(facts, operation);
            if (truth == Truth.FALSE) {
                continue;
            }
            if (rule.isShadow()) {
                shadow(rule, truth, i);
                continue;
            }
            boolean matches = rule.effect().reading().matches(truth);
            Decision.Outcome outcome = null;
            switch (rule.effect()) {
                case Effect.Allow _ -> outcome = matches ? Decision.Outcome.ALLOW : null;
                case Effect.Deny _ -> outcome = matches ? Decision.Outcome.DENY : null;
                case Effect.RateLimit _, Effect.Spend _, Effect.Concurrency _, Effect.Repeats _ ->
                        limits = with(limits, rule);
                case Effect.Redact _ -> {
                    if (facts.arguments() == null && !facts.unreadable()) {
                        continue; // Nothing to rewrite: the rule says nothing about this call.
                    }
                    redactions = with(redactions, rule);
                }
            }
            trace.add(i, truth);
            if (outcome != null) {
                trace.endAt(i + 1);
                return decision(outcome, rule, revision, false);
            }
        }
        trace.endAt(rules.size());
        boolean shadowDefault =
                mode == Mode.SHADOW && byDefault == Decision.Outcome.DENY && !shadowDecided;
        return decision(
                mode == Mode.SHADOW ? Decision.Outcome.ALLOW : byDefault,
                null,
                revision,
                shadowDefault);
    }

    /** Nothing behind a rule that would have ended the walk would have been looked at. */
    private void shadow(Rule rule, Truth truth, int place) {
        trace.add(place, truth);
        boolean redactsNothing =
                rule.effect() instanceof Effect.Redact
                        && facts.arguments() == null
                        && !facts.unreadable();
        if (shadowDecided || redactsNothing || !rule.effect().reading().matches(truth)) {
            return;
        }
        shadows = with(shadows, rule);
        shadowDecided = rule.effect().decides();
    }

    private Decision decision(
            Decision.Outcome outcome, @Nullable Rule rule, String revision, boolean shadowDefault) {
        Shadows told =
                shadows.isEmpty() && !shadowDefault
                        ? Shadows.NONE
                        : new Shadows(shadows, shadowDefault);
        return switch (outcome) {
            case ALLOW ->
                    new Decision(
                            outcome,
                            rule,
                            rule == null
                                    ? DEFAULT_ALLOW
                                    : "Allowed by policy rule '" + rule.id() + "'",
                            redactions,
                            limits,
                            told,
                            operation,
                            revision,
                            trace);
            case DENY ->
                    new Decision(
                            outcome,
                            rule,
                            denial(rule, operation),
                            List.of(),
                            List.of(),
                            told,
                            operation,
                            revision,
                            trace);
        };
    }

    private static String denial(@Nullable Rule rule, @Nullable Operation operation) {
        if (rule == null) {
            return DEFAULT_DENY;
        }
        String reason =
                rule.effect() instanceof Effect.Deny deny && deny.message() != null
                        ? deny.message()
                        : "Blocked by policy rule '" + rule.id() + "'";
        return operation == null && !rule.scope().operations().isAny()
                ? reason + " (it is unknown what this tool does)"
                : reason;
    }

    private static List<Rule> with(List<Rule> rules, Rule rule) {
        List<Rule> grown = rules.isEmpty() ? new ArrayList<>(2) : rules;
        grown.add(rule);
        return grown;
    }
}
