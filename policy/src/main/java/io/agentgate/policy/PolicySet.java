package io.agentgate.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole policy, compiled: its rules in file order, indexed by tool. Immutable. */
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
    private final Permissions permissions;
    private final List<Rule> rules;
    private final String revision;
    private final List<Problem> warnings;
    private final ToolIndex index;

    /** The sets for single servers; null where no rule speaks of servers, or this is such a set. */
    private final @Nullable ServerIndex servers;

    private final @Nullable PolicySet whole;
    private final boolean hidesTools;
    private final boolean tellsCallersApart;

    /** Compiles rules into a set by which roles permit everything. */
    public PolicySet(
            Metadata metadata,
            Decision.Outcome byDefault,
            List<Rule> rules,
            String revision,
            List<Problem> warnings) {
        this(metadata, byDefault, Permissions.ALL, rules, revision, warnings);
    }

    /**
     * Compiles permissions and rules into a set.
     *
     * @throws IllegalArgumentException when two rules share an id
     */
    public PolicySet(
            Metadata metadata,
            Decision.Outcome byDefault,
            Permissions permissions,
            List<Rule> rules,
            String revision,
            List<Problem> warnings) {
        this.metadata = metadata;
        this.byDefault = byDefault;
        this.permissions = permissions;
        this.rules = List.copyOf(rules);
        this.revision = revision;
        this.warnings = List.copyOf(warnings);
        this.index = new ToolIndex(this.rules);
        this.servers =
                this.rules.stream().allMatch(rule -> rule.servers().isAny())
                        ? null
                        : new ServerIndex(this);
        this.whole = null;
        this.hidesTools =
                permissions.areLimited()
                        || byDefault == Decision.Outcome.DENY
                        || this.rules.stream().anyMatch(PolicySet::refusesAlways);
        this.tellsCallersApart =
                permissions.areLimited()
                        || this.rules.stream().anyMatch(rule -> !rule.callers().isAny());
        refuseTwins(this.rules);
    }

    /** The part of a set that is for one server. */
    private PolicySet(PolicySet whole, List<Rule> rules) {
        this.metadata = whole.metadata;
        this.byDefault = whole.byDefault;
        this.permissions = whole.permissions;
        this.rules = rules;
        this.revision = whole.revision;
        this.warnings = whole.warnings;
        this.index = new ToolIndex(rules);
        this.servers = null;
        this.whole = whole;
        this.hidesTools = whole.hidesTools;
        this.tellsCallersApart = whole.tellsCallersApart;
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

    /** What callers may use by their roles. */
    public Permissions permissions() {
        return permissions;
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
        Rule refusal = permissions.refusal();
        if (refusal != null
                && !permissions.permit(
                        facts.server(),
                        facts.tool(),
                        facts.caller().agent(),
                        facts.caller().roles())) {
            return new Walk(List.of(refusal), facts).decide(Decision.Outcome.DENY, revision);
        }
        return new Walk(index.of(facts.tool()).onCall(), facts).decide(byDefault, revision);
    }

    /**
     * Whether there is a call of a tool that a caller may make. Where it is false, every call of it
     * is refused, whatever its arguments are and whenever it comes.
     */
    public boolean mayAllow(String server, String tool, String agent, Set<String> roles) {
        if (!permissions.permit(server, tool, agent, roles)) {
            return false;
        }
        for (Rule rule : forServer(server).index.of(tool).onCall()) {
            if (!rule.callers().include(agent, roles)) {
                continue;
            }
            switch (rule.effect()) {
                case Effect.Allow _ -> {
                    return true;
                }
                case Effect.Deny _ -> {
                    if (refusesAlways(rule)) {
                        return false;
                    }
                }
                case Effect.Redact _,
                        Effect.RateLimit _,
                        Effect.Spend _,
                        Effect.Concurrency _,
                        Effect.Repeats _ -> {}
            }
        }
        return byDefault == Decision.Outcome.ALLOW;
    }

    private static boolean refusesAlways(Rule rule) {
        return rule.effect() instanceof Effect.Deny && rule.condition() == null;
    }

    /** Whether {@link #mayAllow} can be false for anything. */
    public boolean hidesTools() {
        return hidesTools;
    }

    /** Whether there is a tool that is for some callers only. */
    public boolean tellsCallersApart() {
        return tellsCallersApart;
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
        return tool == null ? index.anyTool().onResult() : index.of(tool).onResult();
    }

    /** The redactions of what is stored about a call of {@code tool}, refused ones included. */
    public List<Rule> storageRedactions(String tool) {
        return index.of(tool).onStorage();
    }

    private static @Nullable String failing(Decision.Step step, Facts facts) {
        String foreign = step.rule().callers().failing(facts);
        if (foreign != null) {
            return foreign;
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
