package io.agentgate.policy.text;

import io.agentgate.policy.Condition;
import io.agentgate.policy.Decision.Outcome;
import io.agentgate.policy.Effect;
import io.agentgate.policy.FieldPath;
import io.agentgate.policy.FieldTest;
import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Names;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import io.agentgate.policy.regex.Regex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what the rules of another dialect mean in our own words, as far as these have any. */
final class OwnWords {
    /** Nobody asks where something stands that was never in a file. */
    private static final Position NOWHERE = new Position("", 1, 1);

    private final List<Problem> problems = new ArrayList<>();

    /** What there are no words for. */
    List<Problem> problems() {
        return problems;
    }

    Tree.Table of(PolicySet set) {
        Map<String, Tree.Entry> file = new LinkedHashMap<>();
        put(file, "default", text(set.byDefault() == Outcome.DENY ? "deny" : "allow"));
        Map<String, Tree.Entry> metadata = new LinkedHashMap<>();
        String name = set.metadata().name();
        put(metadata, "name", text(name.isBlank() ? "policy" : name));
        put(metadata, "version", text("converted from " + set.metadata().version()));
        put(file, "metadata", new Tree.Table(metadata));
        if (!set.rules().isEmpty()) {
            put(file, "rules", items(set.rules().stream().map(this::rule).toList()));
        }
        return new Tree.Table(file);
    }

    private Tree rule(Rule rule) {
        Map<String, Tree.Entry> table = new LinkedHashMap<>();
        if (rule.id().isBlank()) {
            problem(rule, "an id of blanks");
        }
        put(table, "id", text(rule.id()));
        if (!rule.servers().isAny()) {
            names(table, rule, "server", rule.servers());
        }
        names(table, rule, "tool", rule.names());
        if (!rule.callers().agents().isAny()) {
            put(table, "agents", listed(rule, rule.callers().agents(), false));
        }
        if (!rule.callers().roles().isAny()) {
            put(table, "roles", listed(rule, rule.callers().roles(), false));
        }
        effect(table, rule);
        if (rule.condition() != null) {
            String condition = condition(rule, rule.condition());
            if (condition != null) {
                put(table, "condition", text(condition));
            }
        }
        return new Tree.Table(table);
    }

    private void names(Map<String, Tree.Entry> table, Rule rule, String one, Names names) {
        List<NamePattern> patterns = names.patterns();
        Tree.Items listed = listed(rule, names, true);
        if (patterns.size() == 1) {
            put(table, one, text(patterns.getFirst().text()));
        } else {
            put(table, one + "s", listed);
        }
    }

    private Tree.Items listed(Rule rule, Names names, boolean ofServer) {
        List<Tree> texts = new ArrayList<>();
        for (NamePattern pattern : names.patterns()) {
            String name = pattern.text();
            if (!name.strip().equals(name)
                    || (ofServer
                            && name.chars()
                                    .anyMatch(c -> ScopeReader.NO_WILDCARDS.indexOf(c) >= 0))) {
                problem(rule, "the name `" + name + "`");
            }
            texts.add(text(name));
        }
        return items(texts);
    }

    private void effect(Map<String, Tree.Entry> table, Rule rule) {
        switch (rule.effect()) {
            case Effect.Allow _ -> put(table, "action", text("allow"));
            case Effect.Deny deny -> {
                put(table, "action", text("deny"));
                if (deny.message() != null && !deny.message().isBlank()) {
                    put(table, "message", text(deny.message()));
                }
            }
            case Effect.RateLimit limit -> {
                put(table, "action", text("rate_limit"));
                put(table, "max_calls", new Tree.Whole(limit.maxCalls()));
                put(table, "window_seconds", new Tree.Whole(limit.window().toSeconds()));
                List<Tree> per = new ArrayList<>();
                for (Effect.Per each : Effect.Per.values()) {
                    if (limit.per().contains(each)) {
                        per.add(text(each.name().toLowerCase(Locale.ROOT)));
                    }
                }
                if (!per.isEmpty()) {
                    put(table, "per", items(per));
                }
            }
            // Other dialects know none of these.
            case Effect.Redact _, Effect.Spend _, Effect.Concurrency _, Effect.Repeats _ ->
                    problem(rule, "`" + rule.effect().word() + "`");
        }
    }

    /** The condition in our language; null, with a problem noted, where it has no words for it. */
    private @Nullable String condition(Rule rule, Condition condition) {
        if (condition instanceof Condition.And and) {
            return joined(rule, and.terms(), " and ");
        }
        if (condition instanceof Condition.Or or) {
            return joined(rule, or.terms(), " or ");
        }
        if (condition instanceof Condition.Given given) {
            return said(rule, given.argument(), " exists");
        }
        if (condition instanceof Condition.Field(FieldPath path, FieldTest test, _)) {
            return switch (test) {
                case FieldTest.Found(Regex regex) ->
                        said(rule, path.names().getFirst(), " matches '" + regex + "'");
                case FieldTest.Size size ->
                        "size(arguments) " + size.comparison().symbol() + " " + size.count();
                case FieldTest.Compared _, FieldTest.OneOf _, FieldTest.Exists _ ->
                        condition.source();
            };
        }
        return condition.source();
    }

    /** What is asked of one argument; null, with a problem noted, where its name cannot be said. */
    private @Nullable String said(Rule rule, String argument, String asked) {
        String text = "arguments." + argument + asked;
        try {
            Condition _ = ConditionParser.parse(text);
            return text;
        } catch (ConditionSyntaxException noName) {
            problem(rule, "the argument `" + argument + "`");
            return null;
        }
    }

    private @Nullable String joined(Rule rule, List<Condition> terms, String word) {
        StringBuilder text = new StringBuilder();
        for (Condition term : terms) {
            String said = condition(rule, term);
            if (said == null) {
                return null;
            }
            boolean nested = term instanceof Condition.Or;
            text.append(text.isEmpty() ? "" : word).append(nested ? "(" + said + ")" : said);
        }
        return text.toString();
    }

    private void problem(Rule rule, String what) {
        problems.add(
                new Problem(
                        rule.position(),
                        "rule `" + rule.id() + "`: our dialect has no words for " + what));
    }

    private static void put(Map<String, Tree.Entry> table, String key, Tree value) {
        table.put(key, new Tree.Entry(NOWHERE, value, Tree.Place.of(NOWHERE)));
    }

    private static Tree text(String text) {
        return new Tree.Text(text);
    }

    private static Tree.Items items(List<Tree> values) {
        return new Tree.Items(
                values.stream()
                        .map(value -> new Tree.Item(value, Tree.Place.of(NOWHERE)))
                        .toList());
    }
}
