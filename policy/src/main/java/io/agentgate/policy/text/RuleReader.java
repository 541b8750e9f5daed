package io.agentgate.policy.text;

import io.agentgate.policy.Condition;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Method;
import io.agentgate.policy.Mode;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Scope;
import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.RegexSyntaxException;
import io.agentgate.policy.regex.Replacement;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one rule. */
final class RuleReader {
    private static final List<String> COMMON_KEYS = RuleKeys.names(RuleKeys.ofAllRules());
    private static final List<String> ALL_KEYS = RuleKeys.names(RuleKeys.all());
    private static final String DEFAULT_REPLACEMENT = "[REDACTED]";

    private final TableReader table;
    private final Mode mode;
    private final List<Problem> warnings;
    private final List<Problem> differences;
    private final Budgets budgets;

    /**
     * @param mode of rules that do not say one
     * @param warnings takes what is doubtful in the rule
     * @param differences takes what another engine reads otherwise
     * @param budgets those of the file
     */
    RuleReader(
            TableReader table,
            Mode mode,
            List<Problem> warnings,
            List<Problem> differences,
            Budgets budgets) {
        this.table = table;
        this.mode = mode;
        this.warnings = warnings;
        this.differences = differences;
        this.budgets = budgets;
    }

    /** The rule; null, with at least one problem noted, when it cannot be made. */
    @Nullable Rule read() {
        table.refuseUnknown(ALL_KEYS);
        String id = table.required("id");
        Scope scope = new ScopeReader(table, differences).read();
        Condition condition = condition();
        Effect effect = effect();
        if (effect != null && scope != null) {
            refuseWithoutEffect(effect, scope);
        }
        return id == null || scope == null || effect == null
                ? null
                : new Rule(id, scope, condition, effect, mode(table, mode), table.position());
    }

    /** The mode under the key {@code mode}. */
    static Mode mode(TableReader table, Mode otherwise) {
        String text = table.text("mode");
        if (text == null) {
            return otherwise;
        }
        return switch (text) {
            case "enforce" -> Mode.ENFORCE;
            case "shadow" -> Mode.SHADOW;
            default -> {
                table.report(
                        table.valueAt("mode"),
                        "unknown mode `" + text + "`" + Suggestion.of(text, RuleKeys.MODES));
                yield otherwise;
            }
        };
    }

    /** A redaction that would find nothing to rewrite. */
    private void refuseWithoutEffect(Effect effect, Scope scope) {
        if (!(effect instanceof Effect.Redact redact)) {
            return;
        }
        Position at = table.has("methods") ? table.keyAt("methods") : table.valueAt("action");
        for (Method method : scope.methods()) {
            if (method.isOfServer()) {
                table.report(
                        at,
                        "what a server asks is rewritten by rules for all its messages, whose"
                                + " `tool` is `*`");
                return;
            }
        }
        if (!redact.phase().onResults()
                && scope.methods().stream().noneMatch(Method::hasArguments)) {
            table.report(table.valueAt("on"), "these requests have no arguments to rewrite");
        }
    }

    private @Nullable Condition condition() {
        String text = table.text("condition");
        if (text == null) {
            return null;
        }
        try {
            return ConditionParser.parse(text);
        } catch (ConditionSyntaxException e) {
            table.report(table.insideValue("condition", e.index()), message(e));
            return null;
        }
    }

    private @Nullable Effect effect() {
        String action = table.required("action");
        if (action == null) {
            return null;
        }
        if (!RuleKeys.ACTIONS.contains(action)) {
            table.report(
                    table.valueAt("action"),
                    "unknown action `" + action + "`" + Suggestion.of(action, RuleKeys.ACTIONS));
            return null;
        }
        refuseForeignKeys(action);
        return switch (action) {
            case "allow" -> new Effect.Allow();
            case "deny" -> new Effect.Deny(table.filled("message"));
            case "redact" -> redact();
            case "spend" -> spend();
            case "limit_concurrency" ->
                    new Effect.Concurrency(
                            table.whole("max_in_flight", 0, RuleKeys.MOST_CALLS, 1), table.per());
            case "limit_repeats" ->
                    new Effect.Repeats(
                            table.whole(
                                    "max_repeats",
                                    1,
                                    RuleKeys.MOST_CALLS,
                                    RuleKeys.DEFAULT_REPEATS),
                            table.seconds("window_seconds", RuleKeys.DEFAULT_WINDOW_SECONDS));
            default -> rateLimit();
        };
    }

    private void refuseForeignKeys(String action) {
        for (String key : table.keys()) {
            if (COMMON_KEYS.contains(key)
                    || !ALL_KEYS.contains(key)
                    || keysOf(action).contains(key)) {
                continue;
            }
            String owners =
                    RuleKeys.ACTIONS.stream()
                            .filter(other -> keysOf(other).contains(key))
                            .collect(Collectors.joining("` or `"));
            table.report(
                    table.keyAt(key),
                    "`" + key + "` belongs to action `" + owners + "`, not to `" + action + "`");
        }
    }

    private @Nullable Effect redact() {
        Effect.Phase phase = phase();
        String replacement = table.text("replacement");
        String pattern = table.required("pattern");
        if (pattern == null) {
            return null;
        }
        try {
            Regex regex = Regex.compile(pattern);
            Replacement compiled =
                    Replacement.of(replacement == null ? DEFAULT_REPLACEMENT : replacement, regex);
            for (String group : compiled.unknownGroups()) {
                warnings.add(
                        new Problem(
                                table.valueAt("replacement"),
                                "`"
                                        + group
                                        + "` is no group of the pattern and is replaced by"
                                        + " nothing; `$$` is a dollar sign"));
            }
            return new Effect.Redact(regex, compiled, phase);
        } catch (RegexSyntaxException e) {
            table.report(table.insideValue("pattern", e.index()), message(e));
            return null;
        }
    }

    private Effect.Phase phase() {
        String text = table.text("on");
        if (text == null) {
            return Effect.Phase.BOTH;
        }
        return switch (text) {
            case "arguments" -> Effect.Phase.ARGUMENTS;
            case "results" -> Effect.Phase.RESULTS;
            case "both" -> Effect.Phase.BOTH;
            default -> {
                table.report(
                        table.valueAt("on"),
                        "unknown phase `" + text + "`" + Suggestion.of(text, RuleKeys.PHASES));
                yield Effect.Phase.BOTH;
            }
        };
    }

    private Effect rateLimit() {
        long maxCalls =
                table.whole("max_calls", 0, RuleKeys.MOST_CALLS, RuleKeys.DEFAULT_MAX_CALLS);
        long burst = maxCalls;
        if (maxCalls > 0) {
            burst = table.whole("burst", 1, RuleKeys.MOST_CALLS, maxCalls);
        } else if (table.has("burst")) {
            table.report(table.keyAt("burst"), "`burst` is for limits that let calls through");
        }
        return new Effect.RateLimit(
                maxCalls,
                table.seconds("window_seconds", RuleKeys.DEFAULT_WINDOW_SECONDS),
                burst,
                table.per());
    }

    private @Nullable Effect spend() {
        long cost = table.whole("cost", 1, RuleKeys.MOST_CALLS, 1);
        String name = table.required("budget");
        Effect.Budget budget = name == null ? null : budgets.find(name, table);
        return budget == null ? null : new Effect.Spend(budget, cost);
    }

    private static List<String> keysOf(String action) {
        return RuleKeys.names(RuleKeys.ofAction(action));
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
