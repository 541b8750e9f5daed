package io.agentgate.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole policy, compiled: its rules in file order, indexed by method and name. Immutable. */
public final class PolicySet {

    /** What a policy says about itself. */
    public record Metadata(String name, String version) {}

    /** The policy that stands for no policy file: no rules, everything allowed. */
    public static final PolicySet ALLOW_ALL =
            new PolicySet(
                    new Metadata("none", "0"),
                    Decision.Outcome.ALLOW,
                    List.of(),
                    "none",
                    List.of());

    private final Metadata metadata;
    private final Decision.Outcome byDefault;
    private final Mode mode;
    private final List<Rule> rules;
    private final String revision;
    private final List<Problem> warnings;

    /** What is found by tool; the rules that a policy without other methods has. */
    private final RuleIndex calls;

    /** What is found by the names of other requests; empty unless a rule is about such. */
    private final Map<Method, RuleIndex> others;

    /** Every redaction, which few rules are. */
    private final List<Rule> redactions;

    private final boolean asksForBackground;

    /** The sets for single servers; null where no rule speaks of servers, or this is such a set. */
    private final @Nullable ServerIndex servers;

    private final @Nullable PolicySet whole;

    /**
     * Compiles rules into a set.
     *
     * @throws IllegalArgumentException when two rules share an id
     */
    public PolicySet(
            Metadata metadata,
            Decision.Outcome byDefault,
            List<Rule> rules,
            String revision,
            List<Problem> warnings) {
        this(metadata, byDefault, Mode.ENFORCE, rules, revision, warnings);
    }

    /**
     * Compiles rules into a set.
     *
     * @param mode whether the default is enforced; each rule says so of itself
     * @throws IllegalArgumentException when two rules share an id
     */
    public PolicySet(
            Metadata metadata,
            Decision.Outcome byDefault,
            Mode mode,
            List<Rule> rules,
            String revision,
            List<Problem> warnings) {
        this.metadata = metadata;
        this.byDefault = byDefault;
        this.mode = mode;
        this.rules = List.copyOf(rules);
        this.revision = revision;
        this.warnings = List.copyOf(warnings);
        this.calls = new RuleIndex(Method.TOOLS_CALL, this.rules);
        this.others = others(this.rules, methods(this.rules));
        this.redactions = redactions(this.rules);
        this.asksForBackground = this.rules.stream().anyMatch(Rule::asksForBackground);
        this.servers =
                this.rules.stream().allMatch(rule -> rule.servers().isAny())
                        ? null
                        : new ServerIndex(this);
        this.whole = null;
        refuseTwins(this.rules);
    }

    /** The part of a set that is for one server. */
    private PolicySet(PolicySet whole, List<Rule> rules) {
        this.metadata = whole.metadata;
        this.byDefault = whole.byDefault;
        this.mode = whole.mode;
        this.rules = rules;
        this.revision = whole.revision;
        this.warnings = whole.warnings;
        this.calls = new RuleIndex(Method.TOOLS_CALL, rules);
        this.others = others(rules, whole.others.keySet());
        this.redactions = redactions(rules);
        this.asksForBackground = whole.asksForBackground;
        this.servers = null;
        this.whole = whole;
    }

    private static Set<Method> methods(List<Rule> rules) {
        Set<Method> methods = EnumSet.noneOf(Method.class);
        rules.forEach(rule -> methods.addAll(rule.methods()));
        methods.remove(Method.TOOLS_CALL);
        return methods;
    }

    private static Map<Method, RuleIndex> others(List<Rule> rules, Set<Method> methods) {
        Map<Method, RuleIndex> others = new EnumMap<>(Method.class);
        methods.forEach(method -> others.put(method, new RuleIndex(method, rules)));
        return others;
    }

    private static List<Rule> redactions(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> rule.effect() instanceof Effect.Redact && !rule.isShadow())
                .toList();
    }

    /**
     * Whether rules are about such requests: calls of tools always, others if a rule names their
     * method. What is not governed passes.
     */
    public boolean governs(Method method) {
        return method == Method.TOOLS_CALL || others.containsKey(method);
    }

    /** Whether rules depend on what was seen before a request. */
    public boolean asksForBackground() {
        return asksForBackground;
    }

    /** Whether rules are about any other requests than calls of tools. */
    public boolean governsMoreThanCalls() {
        return !others.isEmpty();
    }

    /** The set that this is a part of; itself if it is a part of none. */
    public PolicySet whole() {
        return whole == null ? this : whole;
    }

    /**
     * The part of it that is for the tools of a server, which says the same of them as the whole.
     *
     * @param server its configured name
     */
    public PolicySet forServer(String server) {
        return servers == null ? this : servers.of(server);
    }

    /** As {@link #forServer}, worked out each time. */
    PolicySet onlyFor(String server) {
        return new PolicySet(
                this, rules.stream().filter(rule -> rule.servers().matches(server)).toList());
    }

    public Metadata metadata() {
        return metadata;
    }

    /** What happens to a call that no rule decides. */
    public Decision.Outcome byDefault() {
        return byDefault;
    }

    /** Whether the default is enforced. */
    public Mode mode() {
        return mode;
    }

    public List<Rule> rules() {
        return rules;
    }

    /** The first 16 hexadecimal digits of the SHA-256 of the text; {@code none} without a text. */
    public String revision() {
        return revision;
    }

    /** What is doubtful in the text, without being wrong. */
    public List<Problem> warnings() {
        return warnings;
    }

    public Decision decide(Facts facts) {
        PolicySet part = forServer(facts.server());
        return part == this ? decideHere(facts) : part.decideHere(facts);
    }

    private Decision decideHere(Facts facts) {
        return new Walk(found(facts.target()).onCall(), facts).decide(byDefault, mode, revision);
    }

    private FoundRules found(Target target) {
        RuleIndex index = target.isToolCall() ? calls : others.get(target.method());
        return index == null ? FoundRules.NONE : index.of(target.name());
    }

    /** Decides, and says for each rule what kept it from matching. Costs more than deciding. */
    public Explanation explain(Facts facts) {
        Decision decision = decide(facts);
        List<Explanation.Line> lines = new ArrayList<>();
        for (Decision.Step step : decision.trace()) {
            lines.add(new Explanation.Line(step.rule(), step.truth(), failing(step, facts)));
        }
        return new Explanation(decision, lines);
    }

    /**
     * The redactions of what the server sends in answer to a call of {@code tool}: every rule whose
     * tool matches, whatever its condition says and whatever ended the walk. Of a set {@linkplain
     * #forServer for the server} that sends it; of the whole, those for all servers.
     *
     * @param tool null for a message that belongs to no call; only rules for {@code *} apply to it
     */
    public List<Rule> resultRedactions(@Nullable String tool) {
        return tool == null ? calls.anyName().onResult() : calls.of(tool).onResult();
    }

    /**
     * The redactions of what the server answers to a request: to one that is no call of a tool
     * those for whatever the server sends, and those for the request.
     */
    public List<Rule> answerRedactions(Target target) {
        return target.isToolCall()
                ? resultRedactions(target.name())
                : redactions.stream()
                        .filter(FoundRules::isOnResult)
                        .filter(rule -> concerns(rule, target))
                        .toList();
    }

    /** The redactions of what is stored about a call of {@code tool}, refused ones included. */
    public List<Rule> storageRedactions(String tool) {
        return calls.of(tool).onStorage();
    }

    /** The redactions of what is stored about a request, refused ones included. */
    public List<Rule> storageRedactions(Target target) {
        return target.isToolCall()
                ? storageRedactions(target.name())
                : redactions.stream().filter(rule -> concerns(rule, target)).toList();
    }

    private static boolean concerns(Rule rule, Target target) {
        return (rule.isOfCalls() && rule.names().isAny())
                || rule.scope().includes(target, rule.effect());
    }

    private static @Nullable String failing(Decision.Step step, Facts facts) {
        String foreign = step.rule().callers().failing(facts);
        if (foreign != null) {
            return foreign;
        }
        if (step.truth() != Truth.TRUE
                && step.rule().scope().annotations().truth(facts) != Truth.TRUE) {
            return step.rule().scope().annotations().toString();
        }
        Condition condition = step.rule().condition();
        Reading reading = step.rule().effect().reading();
        // A redaction without arguments to rewrite is false although its condition may be true.
        return condition == null
                        || step.truth() == Truth.TRUE
                        || step.rule().truth(facts) == Truth.TRUE
                ? null
                : condition.culprit(facts, reading).source();
    }

    private static void refuseTwins(List<Rule> rules) {
        Set<String> ids = HashSet.newHashSet(rules.size());
        for (Rule rule : rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("two rules have the id `" + rule.id() + "`");
            }
        }
    }
}
