package io.agentgate.policy.text;

import io.agentgate.policy.Callers;
import io.agentgate.policy.Comparison;
import io.agentgate.policy.Condition;
import io.agentgate.policy.Decision.Outcome;
import io.agentgate.policy.Effect;
import io.agentgate.policy.FieldPath;
import io.agentgate.policy.FieldTest;
import io.agentgate.policy.Names;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Scope;
import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.RegexSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies of mcp-policy-gateway 0.1, and refuses what that engine takes for something else
 * than it says: unknown keys and actions, {@code arg_deny} in a rule that denies nothing. Its
 * {@code max_args}, which has no effect there, has one here. What it audits is allowed: every call
 * is recorded.
 */
final class GatewayPolicyReader {
    private static final List<String> FILE_KEYS =
            List.of("name", "description", "default_action", "rules");
    private static final List<String> RULE_KEYS =
            List.of("id", "description", "action", "tools", "agents", "arg_deny", "max_args");
    private static final List<String> ACTIONS = List.of("allow", "deny", "audit");
    private static final long MOST_ARGUMENTS = 1_000_000;

    private final TableReader file;
    private final List<Problem> warnings;
    private final Set<String> audited = new HashSet<>();

    GatewayPolicyReader(TableReader file, List<Problem> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    PolicyText.Read read() {
        file.refuseUnknown(FILE_KEYS);
        String name = file.text("name");
        String action = file.text("default_action");
        boolean denies = action == null || action.isEmpty() || isAction(file, action, true);
        List<Rule> rules = new ArrayList<>();
        Map<String, Position> ids = new HashMap<>();
        for (TableReader table : file.tables("rules", "rule", "`rules` must be an array")) {
            PolicyText.refuseTwin(table, ids);
            Rule rule = rule(table);
            if (rule != null) {
                rules.add(rule);
            }
        }
        return new PolicyText.Read(
                new PolicySet.Metadata(name == null ? "policy" : name, "mcp-policy-gateway"),
                denies ? Outcome.DENY : Outcome.ALLOW,
                rules,
                new PolicyFile.Audited("audit".equals(action), audited));
    }

    /** Whether an action denies; one that is none is noted. */
    private static boolean isAction(TableReader table, String action, boolean ofFile) {
        if (!ACTIONS.contains(action)) {
            table.report(
                    table.valueAt(ofFile ? "default_action" : "action"),
                    "unknown action `" + action + "`" + Suggestion.of(action, ACTIONS));
        }
        return action.equals("deny");
    }

    private @Nullable Rule rule(TableReader table) {
        table.refuseUnknown(RULE_KEYS);
        String id = table.required("id");
        String description = table.text("description");
        String action = table.required("action");
        Names tools = ForeignNames.read(table, "tools", warnings);
        Names agents = ForeignNames.read(table, "agents", warnings);
        if (id == null || action == null) {
            return null;
        }
        boolean denies = isAction(table, action, false);
        if (table.has("arg_deny") && !denies) {
            table.report(
                    table.keyAt("arg_deny"),
                    "`arg_deny` in a rule that does not deny would allow just the calls it is to"
                            + " stop");
        }
        if (action.equals("audit")) {
            audited.add(id);
        }
        Condition condition = condition(table);
        if (tools == null || agents == null) {
            return null; // It is for no call, which was said.
        }
        String reason =
                description == null || description.isEmpty() ? "denied by rule " + id : description;
        return new Rule(
                id,
                Scope.ofCalls(Names.ANY, tools, new Callers(agents, Names.ANY)),
                condition,
                denies ? new Effect.Deny(reason) : new Effect.Allow(),
                table.position());
    }

    private static @Nullable Condition condition(TableReader table) {
        List<Condition> terms = new ArrayList<>();
        TableReader denied = table.table("arg_deny", "`arg_deny`");
        if (denied != null) {
            List<Condition> any = new ArrayList<>();
            for (String argument : denied.keys()) {
                String text = denied.text(argument);
                if (text != null) {
                    any.add(holds(argument, text));
                }
            }
            if (any.size() > 1) {
                terms.add(new Condition.Or(any, "arg_deny"));
            } else {
                terms.addAll(any);
            }
        }
        if (table.has("max_args")) {
            long most = table.whole("max_args", 0, MOST_ARGUMENTS, 0);
            terms.add(
                    new Condition.Field(
                            new FieldPath(List.of()),
                            new FieldTest.Size(Comparison.GREATER, most),
                            "max_args " + most));
        }
        if (terms.size() > 1) {
            return new Condition.And(terms, "arg_deny, max_args");
        }
        return terms.isEmpty() ? null : terms.getFirst();
    }

    /** The text is found in the argument, in upper or lower case. */
    private static Condition holds(String argument, String text) {
        String source = "arg_deny " + argument;
        if (text.isEmpty()) {
            return new Condition.Given(argument, source);
        }
        try {
            Regex regex = Regex.compile("(?i)" + quoted(text));
            return new Condition.Field(
                    new FieldPath(List.of(argument)), new FieldTest.Found(regex), source);
        } catch (RegexSyntaxException impossible) {
            throw new IllegalStateException("a quoted text is a pattern", impossible);
        }
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (c < 128 && !Character.isLetterOrDigit(c)) {
                                quoted.append("\\x{").append(Integer.toHexString(c)).append('}');
                            } else {
                                quoted.appendCodePoint(c);
                            }
                        });
        return quoted.toString();
    }
}
