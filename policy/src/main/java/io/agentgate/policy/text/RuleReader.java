package io.agentgate.policy.text;

import io.agentgate.policy.Callers;
import io.agentgate.policy.Condition;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Names;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import io.agentgate.policy.ToolPattern;
import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.RegexSyntaxException;
import io.agentgate.policy.regex.Replacement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one rule. */
final class RuleReader {
    private static final List<String> COMMON_KEYS =
            List.of(
                    "id",
                    "server",
                    "servers",
                    "tool",
                    "tools",
                    "agents",
                    "roles",
                    "action",
                    "condition");

    private static final Map<String, List<String>> KEYS_OF_ACTION =
            Map.of(
                    "allow", List.of(),
                    "deny", List.of("message"),
                    "redact", List.of("pattern", "replacement", "on"),
                    "rate_limit", List.of("max_calls", "window_seconds", "per"));

    /** Said once a file: those who write for this engine know, those who bring a file do not. */
    private static final String LITERAL_ELSEWHERE =
            "` is a wildcard; AgentGate for Rust took it literally";

    /** What stands for several names elsewhere, and in no tool's name. */
    static final String NO_WILDCARDS = "{}[]|?()";

    private static final List<String> ACTIONS = List.of("allow", "deny", "redact", "rate_limit");
    private static final List<String> ALL_KEYS = allKeys();

    private static final String DEFAULT_REPLACEMENT = "[REDACTED]";
    private static final long DEFAULT_MAX_CALLS = 100;
    private static final long MOST_CALLS = 1_000_000_000;
    private static final long DEFAULT_WINDOW_SECONDS = 60;
    private static final long LONGEST_WINDOW_SECONDS = Duration.ofDays(366).toSeconds();

    private final TableReader table;
    private final List<Problem> warnings;
    private final List<Problem> differences;

    /**
     * @param warnings takes what is doubtful in the rule
     * @param differences takes what another engine reads otherwise
     */
    RuleReader(TableReader table, List<Problem> warnings, List<Problem> differences) {
        this.table = table;
        this.warnings = warnings;
        this.differences = differences;
    }

    /** The rule; null, with at least one problem noted, when it cannot be made. */
    @Nullable Rule read() {
        table.refuseUnknown(ALL_KEYS);
        String id = table.required("id");
        Names servers = oneOrMany("server", "servers", Names.ANY);
        Names tools = oneOrMany("tool", "tools", null);
        Names agents = many("agents", "agent");
        Names roles = many("roles", "role");
        Condition condition = condition();
        Effect effect = effect();
        if (id == null
                || servers == null
                || tools == null
                || agents == null
                || roles == null
                || effect == null) {
            return null;
        }
        Callers callers = new Callers(agents, roles);
        return new Rule(id, servers, tools, callers, condition, effect, table.position());
    }

    /** Names under either key; null, with a problem noted, where they are wrong or missing. */
    private @Nullable Names oneOrMany(String one, String many, @Nullable Names otherwise) {
        if (table.has(many)) {
            if (table.has(one)) {
                table.report(table.keyAt(one), "either `" + one + "` or `" + many + "`, not both");
                return null;
            }
            return many(many, one);
        }
        if (otherwise != null && !table.has(one)) {
            return otherwise;
        }
        String text = table.required(one);
        ToolPattern pattern = text == null ? null : pattern(text, one, table.valueAt(one));
        return pattern == null ? null : Names.of(pattern);
    }

    /**
     * Names under a key, all where there is none; null, with a problem noted, if they are wrong.
     */
    private @Nullable Names many(String key, String one) {
        if (!table.has(key)) {
            return Names.ANY;
        }
        List<ToolPattern> patterns = new ArrayList<>();
        List<TableReader.Listed> listed = table.texts(key);
        for (TableReader.Listed each : listed) {
            ToolPattern pattern =
                    each.text().isBlank() ? null : pattern(each.text(), one, each.at());
            if (each.text().isBlank()) {
                table.report(each.at(), "`" + key + "` holds an empty string");
            }
            if (pattern != null) {
                patterns.add(pattern);
            }
        }
        if (table.get(key) instanceof Tree.Items(List<Tree.Item> items) && items.isEmpty()) {
            table.report(table.valueAt(key), "`" + key + "` is empty, so the rule is for none");
        }
        return patterns.isEmpty() ? null : new Names(patterns);
    }

    /**
     * @param key what it is a pattern of
     */
    private @Nullable ToolPattern pattern(String text, String key, Position at) {
        boolean isName = !key.equals("agent") && !key.equals("role");
        if (!text.strip().equals(text)
                || (isName && text.chars().anyMatch(c -> NO_WILDCARDS.indexOf(c) >= 0))) {
            table.report(
                    at,
                    "`"
                            + text
                            + "` matches no "
                            + key
                            + "; only `*` is a wildcard, so list each "
                            + key
                            + " in `"
                            + key
                            + "s`");
            return null;
        }
        ToolPattern pattern = new ToolPattern(text);
        if (key.equals("tool") && !pattern.isExact() && !pattern.isAny() && differences.isEmpty()) {
            differences.add(new Problem(at, "`*` in `" + text + LITERAL_ELSEWHERE));
        }
        return pattern;
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
        if (!ACTIONS.contains(action)) {
            table.report(
                    table.valueAt("action"),
                    "unknown action `" + action + "`" + Suggestion.of(action, ACTIONS));
            return null;
        }
        refuseForeignKeys(action);
        return switch (action) {
            case "allow" -> new Effect.Allow();
            case "deny" -> new Effect.Deny(table.filled("message"));
            case "redact" -> redact();
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
            String owner =
                    ACTIONS.stream()
                            .filter(other -> keysOf(other).contains(key))
                            .findFirst()
                            .orElseThrow();
            table.report(
                    table.keyAt(key),
                    "`" + key + "` belongs to action `" + owner + "`, not to `" + action + "`");
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
                        "unknown phase `"
                                + text
                                + "`"
                                + Suggestion.of(text, List.of("arguments", "results", "both")));
                yield Effect.Phase.BOTH;
            }
        };
    }

    private Effect rateLimit() {
        long maxCalls = table.whole("max_calls", 0, MOST_CALLS, DEFAULT_MAX_CALLS);
        long seconds =
                table.whole("window_seconds", 1, LONGEST_WINDOW_SECONDS, DEFAULT_WINDOW_SECONDS);
        return new Effect.RateLimit(maxCalls, Duration.ofSeconds(seconds), per());
    }

    private Set<Effect.Per> per() {
        Set<Effect.Per> per = EnumSet.noneOf(Effect.Per.class);
        for (TableReader.Listed each : table.texts("per")) {
            switch (each.text()) {
                case "agent" -> per.add(Effect.Per.AGENT);
                case "server" -> per.add(Effect.Per.SERVER);
                case "tool" -> per.add(Effect.Per.TOOL);
                default ->
                        table.report(
                                each.at(),
                                "unknown `"
                                        + each.text()
                                        + "`"
                                        + Suggestion.of(
                                                each.text(), List.of("agent", "server", "tool")));
            }
        }
        return per;
    }

    private static List<String> keysOf(String action) {
        return KEYS_OF_ACTION.getOrDefault(action, List.of());
    }

    private static List<String> allKeys() {
        List<String> keys = new ArrayList<>(COMMON_KEYS);
        ACTIONS.forEach(action -> keys.addAll(keysOf(action)));
        return List.copyOf(keys);
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
