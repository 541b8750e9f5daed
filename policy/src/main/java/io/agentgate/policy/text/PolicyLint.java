package io.agentgate.policy.text;

import io.agentgate.policy.Condition;
import io.agentgate.policy.Decision.Outcome;
import io.agentgate.policy.Effect;
import io.agentgate.policy.FieldTest;
import io.agentgate.policy.Grant;
import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Names;
import io.agentgate.policy.Permissions;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Rule;
import io.agentgate.policy.Scope;
import io.agentgate.policy.regex.Regex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks through a policy that loads for what its author probably did not mean. */
public final class PolicyLint {
    /** Checks of what other engines read otherwise; here it may be just as it is meant. */
    public static final Set<String> OF_OTHERS = Set.of("dialect", "inner-wildcard", "case");

    private static final String LIST_TOOLS = "list what tools do in `[operations]`";

    /** Texts that have little in common. */
    private static final List<String> TEXTS = List.of("a", "0", " ", "é", "~", "A b");

    /**
     * Something doubtful.
     *
     * @param check the name of what was looked for
     */
    public record Finding(String check, Problem problem) {}

    private final PolicyFile file;
    private final Tree.Table tree;
    private final Map<Position, Tree.Table> tables = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private PolicyLint(PolicyFile file, Tree.Table tree) {
        this.file = file;
        this.tree = tree;
        Tree rules = tree.get("rules");
        if (tree.get("policy") instanceof Tree.Table policy) {
            rules = policy.get("rules");
        }
        if (rules instanceof Tree.Items list) {
            list.items().forEach(this::remember);
        }
    }

    private void remember(Tree.Item item) {
        if (item.value() instanceof Tree.Table table) {
            tables.put(item.place().at(), table);
        }
    }

    /**
     * Everything doubtful in a policy, in the order of the file.
     *
     * @param file what was read of it
     * @param fileName how findings name the file; it is not opened
     * @throws PolicyException if the text is not that of the policy
     */
    public static List<Finding> of(PolicyFile file, String text, String fileName)
            throws PolicyException {
        PolicyLint lint = new PolicyLint(file, Syntax.of(fileName).read(text, fileName));
        lint.look();
        lint.findings.sort(Comparator.comparing(finding -> finding.problem().position()));
        return List.copyOf(lint.findings);
    }

    private void look() {
        file.set().warnings().forEach(warning -> findings.add(new Finding("warning", warning)));
        file.differences().forEach(other -> findings.add(new Finding("dialect", other)));
        List<Rule> rules = file.set().rules();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            pointless(rule, rules.subList(i + 1, rules.size()));
            shadowed(rule, rules.subList(0, i));
            unsaidReplacement(rule);
            everything(rule);
            innerWildcards(rule);
            serversWord(rule);
        }
        serversWord(file.set().permissions());
        unusedOperations();
        spellings("tool", Rule::names);
        spellings("server", Rule::servers);
        spellings("agent", rule -> rule.callers().agents());
    }

    /** Where all is allowed that no rule decides, to allow only keeps later rules from a call. */
    private void pointless(Rule rule, List<Rule> below) {
        if (rule.effect() instanceof Effect.Allow
                && file.set().byDefault() == Outcome.ALLOW
                && below.stream().noneMatch(later -> Overlap.of(rule, later))) {
            note(
                    "pointless-allow",
                    rule.position(),
                    "rule `"
                            + rule.id()
                            + "` allows what is allowed without it: the default is `allow`, and no"
                            + " rule below is for the same calls");
        }
    }

    /** A modifier below a rule that allows is not for the calls which that one lets through. */
    private void shadowed(Rule rule, List<Rule> above) {
        boolean counts = rule.effect().limits();
        boolean rewrites =
                rule.effect() instanceof Effect.Redact redact && redact.phase().onArguments();
        if ((!counts && !rewrites) || isWarnedOf(rule)) {
            return;
        }
        for (Rule earlier : above) {
            if (earlier.effect() instanceof Effect.Allow && Overlap.of(rule, earlier)) {
                note(
                        "shadowed",
                        rule.position(),
                        "rule `"
                                + rule.id()
                                + (counts ? "` does not count" : "` does not rewrite")
                                + " calls that rule `"
                                + earlier.id()
                                + "` on line "
                                + earlier.position().line()
                                + " allows before it; put it above");
                return;
            }
        }
    }

    private boolean isWarnedOf(Rule rule) {
        return file.set().warnings().stream()
                .anyMatch(warning -> warning.position().equals(rule.position()));
    }

    private void unsaidReplacement(Rule rule) {
        Tree.Table table = tables.get(rule.position());
        if (rule.effect() instanceof Effect.Redact
                && table != null
                && table.get("replacement") == null) {
            note(
                    "replacement",
                    rule.position(),
                    "rule `"
                            + rule.id()
                            + "` has no `replacement`, so agents read `[REDACTED]` and not what was"
                            + " there");
        }
    }

    private void everything(Rule rule) {
        if (rule.effect() instanceof Effect.Redact redact && isInAll(redact.pattern())) {
            note(
                    "matches-everything",
                    placeOf(rule, "pattern"),
                    "pattern `" + redact.pattern() + "` is found in every text");
        }
        everything(rule, rule.condition());
    }

    private void everything(Rule rule, @Nullable Condition condition) {
        Regex regex = null;
        if (condition instanceof Condition.And and) {
            and.terms().forEach(term -> everything(rule, term));
        } else if (condition instanceof Condition.Or or) {
            or.terms().forEach(term -> everything(rule, term));
        } else if (condition instanceof Condition.Not not) {
            everything(rule, not.term());
        } else if (condition instanceof Condition.Field(_, FieldTest.Found(Regex found), _)) {
            regex = found;
        } else if (condition instanceof Condition.ContainsPattern contains) {
            regex = contains.test().regex();
        }
        // A field that is missing reads as the empty text, so that one must be asked for, too.
        if (regex != null && regex.foundIn("") && isInAll(regex)) {
            note(
                    "matches-everything",
                    placeOf(rule, "condition"),
                    "pattern `" + regex + "` is found in every text, the empty one included");
        }
    }

    private static boolean isInAll(Regex regex) {
        return TEXTS.stream().allMatch(regex::foundIn);
    }

    private void innerWildcards(Rule rule) {
        if (file.dialect() != Dialect.AGENTGATE) {
            return; // The reader of those dialects has said it.
        }
        for (Names names : List.of(rule.names(), rule.servers(), rule.callers().agents())) {
            for (NamePattern pattern : names.patterns()) {
                int star = pattern.text().indexOf('*');
                if (star >= 0 && star < pattern.text().length() - 1 && !pattern.isAny()) {
                    note(
                            "inner-wildcard",
                            placeOf(rule, "tool", "tools", "server", "servers", "agents"),
                            "`"
                                    + pattern
                                    + "`: mcp-policy-gateway and MCPGate take a `*` for a wildcard"
                                    + " at the end only");
                }
            }
        }
    }

    /** To allow by what servers say alone is to let them allow it. */
    private void serversWord(Rule rule) {
        if (rule.effect() instanceof Effect.Allow
                && rule.isOfCalls()
                && trustsServers(rule.scope())) {
            note(
                    "servers-word",
                    placeOf(rule, "operations"),
                    "rule `" + rule.id() + "` allows what servers say is so: " + LIST_TOOLS);
        }
    }

    private void serversWord(Permissions permissions) {
        Rule refusal = permissions.refusal();
        for (Grant grant : permissions.grants()) {
            boolean trusts =
                    grant.scopes().stream()
                            .filter(scope -> scope.methods().equals(Scope.CALLS))
                            .anyMatch(this::trustsServers);
            if (trusts && refusal != null) {
                note(
                        "servers-word",
                        refusal.position(),
                        "role `"
                                + grant.role()
                                + "` permits what servers say is so: "
                                + LIST_TOOLS);
            }
        }
    }

    private boolean trustsServers(Scope scope) {
        return !scope.operations().isAny() && file.set().operations().tools().isEmpty();
    }

    private void unusedOperations() {
        Tree.Entry listed = tree.entries().get("operations");
        if (listed != null && !file.set().asksForOperations()) {
            note(
                    "unused-operations",
                    listed.key(),
                    "no rule, role or limit asks what tools do, so this says nothing");
        }
    }

    /** Which names a rule lists. */
    private interface Listed {
        Names of(Rule rule);
    }

    /** Names are compared exactly, so one that is spelled in two ways is two names. */
    private void spellings(String kind, Listed listed) {
        Map<String, String> spellings = new HashMap<>();
        for (Rule rule : file.set().rules()) {
            for (NamePattern pattern : listed.of(rule).patterns()) {
                String first =
                        spellings.putIfAbsent(
                                pattern.text().toLowerCase(Locale.ROOT), pattern.text());
                if (first != null && !first.equals(pattern.text())) {
                    note(
                            "case",
                            placeOf(rule, kind, kind + "s"),
                            "`"
                                    + pattern
                                    + "` is another "
                                    + kind
                                    + " than `"
                                    + first
                                    + "`: upper and lower case differ");
                }
            }
        }
    }

    /** Where the first of these keys has its value; the rule's own place if there is none. */
    private Position placeOf(Rule rule, String... keys) {
        Tree.Table table = tables.get(rule.position());
        if (table != null) {
            for (String key : keys) {
                Tree.Entry entry = table.entries().get(key);
                if (entry != null) {
                    return entry.place().at();
                }
            }
        }
        return rule.position();
    }

    private void note(String check, Position at, String message) {
        findings.add(new Finding(check, new Problem(at, message)));
    }
}
