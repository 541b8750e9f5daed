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

    /**
     * What a policy says beside its rules.
     *
     * @param byDefault what happens to a call that no rule decides
     * @param mode whether that is enforced; each rule says so of itself
     * @param permissions what callers may use by their roles
     * @param operations what tools do
     */
    public record Head(
            Metadata metadata,
            Decision.Outcome byDefault,
            Mode mode,
            Permissions permissions,
            OperationNames operations) {}

    /** The policy that stands for no policy file: no rules, everything allowed. */
    public static final PolicySet ALLOW_ALL =
            new PolicySet(
                    new Metadata("none", "0"),
                    Decision.Outcome.ALLOW,
                    List.of(),
                    "none",
                    List.of());

    private final Head head;
    private final List<Rule> rules;
    private final String revision;
    private final List<Problem> warnings;

    /** What is found by tool; the rules that a policy without other methods has. */
    private final RuleIndex calls;

    /** What is found by the names of other requests; empty unless a rule is about such. */
    private final Map<Method, RuleIndex> others;

    /** Every redaction, which few rules are. */
    private final List<Rule> redactions;

    private final boolean asksForOperations;
    private final boolean asksForBackground;

    /** The sets for single servers; null where no rule speaks of servers, or this is such a set. */
    private final @Nullable ServerIndex servers;

    private final @Nullable PolicySet whole;
    private final boolean hides;
    private final boolean tellsCallersApart;

    /** Compiles rules into a set that says nothing of roles, nor of what tools do. */
    public PolicySet(
            Metadata metadata,
            Decision.Outcome byDefault,
            List<Rule> rules,
            String revision,
            List<Problem> warnings) {
        this(
                new Head(metadata, byDefault, Mode.ENFORCE, Permissions.ALL, OperationNames.NONE),
                rules,
                revision,
                warnings);
    }

    /**
     * Compiles a whole policy into a set.
     *
     * @throws IllegalArgumentException when two rules share an id
     */
    public PolicySet(Head head, List<Rule> rules, String revision, List<Problem> warnings) {
        Permissions permissions = head.permissions();
        this.head = head;
        this.rules = List.copyOf(rules);
        this.revision = revision;
        this.warnings = List.copyOf(warnings);
        this.calls = new RuleIndex(Method.TOOLS_CALL, this.rules);
        this.others = others(this.rules, methods(this.rules));
        this.redactions = redactions(this.rules);
        this.asksForOperations =
                permissions.askForOperations()
                        || this.rules.stream().anyMatch(Rule::asksForOperations);
        this.asksForBackground =
                asksForOperations || this.rules.stream().anyMatch(Rule::asksForBackground);
        this.servers =
                this.rules.stream().allMatch(rule -> rule.servers().isAny())
                        ? null
                        : new ServerIndex(this);
        this.whole = null;
        this.hides =
                permissions.areEnforced()
                        || (head.byDefault() == Decision.Outcome.DENY
                                && head.mode() == Mode.ENFORCE)
                        || this.rules.stream().anyMatch(PolicySet::refusesAlways);
        this.tellsCallersApart =
                permissions.areLimited()
                        || this.rules.stream().anyMatch(rule -> !rule.callers().isAny());
        refuseTwins(this.rules);
    }

    /** The part of a set that is for one server. */
    private PolicySet(PolicySet whole, List<Rule> rules) {
        this.head = whole.head;
        this.rules = rules;
        this.revision = whole.revision;
        this.warnings = whole.warnings;
        this.calls = new RuleIndex(Method.TOOLS_CALL, rules);
        this.others = others(rules, whole.others.keySet());
        this.redactions = redactions(rules);
        this.asksForOperations = whole.asksForOperations;
        this.asksForBackground = whole.asksForBackground;
        this.servers = null;
        this.whole = whole;
        this.hides = whole.hides;
        this.tellsCallersApart = whole.tellsCallersApart;
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
     * method, or roles say what may be used. What is not governed passes.
     */
    public boolean governs(Method method) {
        return method == Method.TOOLS_CALL
                || others.containsKey(method)
                || head.permissions().govern(method);
    }

    /** Whether rules depend on what was seen before a request. */
    public boolean asksForBackground() {
        return asksForBackground;
    }

    /** Whether rules are about any other requests than calls of tools. */
    public boolean governsMoreThanCalls() {
        return !others.isEmpty() || head.permissions().areLimited();
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
        return head.metadata();
    }

    /** What happens to a call that no rule decides. */
    public Decision.Outcome byDefault() {
        return head.byDefault();
    }

    /** What callers may use by their roles. */
    public Permissions permissions() {
        return head.permissions();
    }

    /** Whether the default is enforced. */
    public Mode mode() {
        return head.mode();
    }

    /** What the policy itself says that tools do. */
    public OperationNames operations() {
        return head.operations();
    }

    /** Whether a text may be what one of its rules that redact has left. */
    public boolean mayHaveRedacted(String text) {
        return redactions.stream()
                .anyMatch(
                        rule ->
                                rule.effect() instanceof Effect.Redact redact
                                        && redact.replacement().mayStandIn(text));
    }

    /** Whether anything depends on what requests do. */
    public boolean asksForOperations() {
        return asksForOperations;
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
        Target target = facts.target();
        Caller caller = facts.caller();
        List<Rule> rulesOnCall = found(target).onCall();
        Operation operation =
                asksForOperations ? operation(target, facts.background().hints()) : null;
        Rule refusal =
                head.permissions()
                        .refusing(
                                facts.server(), target, caller.agent(), caller.roles(), operation);
        if (refusal != null) {
            rulesOnCall = refusal.isShadow() ? behind(refusal, rulesOnCall) : List.of(refusal);
        }
        return new Walk(rulesOnCall, facts, operation)
                .decide(byDefault(target), head.mode(), revision);
    }

    private @Nullable Operation operation(Target target, @Nullable ToolHints hints) {
        return head.operations().of(target, hints);
    }

    private static List<Rule> behind(Rule first, List<Rule> rest) {
        List<Rule> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }

    /** What no rule is about passes, if it comes here for the sake of roles. */
    private Decision.Outcome byDefault(Target target) {
        return target.isToolCall() || others.containsKey(target.method())
                ? head.byDefault()
                : Decision.Outcome.ALLOW;
    }

    private FoundRules found(Target target) {
        RuleIndex index = target.isToolCall() ? calls : others.get(target.method());
        return index == null ? FoundRules.NONE : index.of(target.name());
    }

    /**
     * Whether there is such a request that a caller may make. Where it is false, every one is
     * refused, whatever its arguments are and whenever it comes.
     *
     * @param hints what the server says of a tool; null where it says nothing
     */
    public boolean mayAllow(
            String server,
            Target target,
            String agent,
            Set<String> roles,
            @Nullable ToolHints hints) {
        Permissions permissions = head.permissions();
        Operation operation = operation(target, hints);
        if (permissions.areEnforced()
                && permissions.refusing(server, target, agent, roles, operation) != null) {
            return false;
        }
        for (Rule rule : forServer(server).found(target).onCall()) {
            boolean decides = rule.effect().decides() && !rule.isShadow();
            if (!decides || !rule.callers().include(agent, roles)) {
                continue;
            }
            Truth said = rule.scope().truth(hints, operation);
            if (!rule.effect().reading().matches(said)) {
                continue;
            }
            if (rule.effect() instanceof Effect.Allow) {
                return true;
            }
            if (refusesAlways(rule)) {
                return false;
            }
        }
        return head.mode() == Mode.SHADOW || byDefault(target) == Decision.Outcome.ALLOW;
    }

    private static boolean refusesAlways(Rule rule) {
        return rule.effect() instanceof Effect.Deny && rule.condition() == null && !rule.isShadow();
    }

    /** Whether {@link #mayAllow} can be false for anything. */
    public boolean hides() {
        return hides;
    }

    /** Whether there is anything that is for some callers only. */
    public boolean tellsCallersApart() {
        return tellsCallersApart;
    }

    /** Decides, and says for each rule what kept it from matching. Costs more than deciding. */
    public Explanation explain(Facts facts) {
        Decision decision = decide(facts);
        List<Explanation.Line> lines = new ArrayList<>();
        for (Decision.Step step : decision.trace()) {
            lines.add(
                    new Explanation.Line(
                            step.rule(), step.truth(), failing(step, facts, decision.operation())));
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

    private static @Nullable String failing(
            Decision.Step step, Facts facts, @Nullable Operation operation) {
        String foreign = step.rule().callers().failing(facts);
        if (foreign != null) {
            return foreign;
        }
        String unmeant = step.rule().scope().failing(facts, operation);
        if (step.truth() != Truth.TRUE && unmeant != null) {
            return unmeant;
        }
        Condition condition = step.rule().condition();
        Reading reading = step.rule().effect().reading();
        // A redaction without arguments to rewrite is false although its condition may be true.
        return condition == null
                        || step.truth() == Truth.TRUE
                        || step.rule().truth(facts, operation) == Truth.TRUE
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
