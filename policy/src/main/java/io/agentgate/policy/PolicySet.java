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
    private final List<Rule> rules;
    private final String revision;
    private final List<Problem> warnings;
    private final ToolIndex index;

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
        this.metadata = metadata;
        this.byDefault = byDefault;
        this.rules = List.copyOf(rules);
        this.revision = revision;
        this.warnings = List.copyOf(warnings);
        this.index = new ToolIndex(this.rules);
        refuseTwins(this.rules);
    }

    public Metadata metadata() {
        return metadata;
    }

    /** What happens to a call that no rule decides. */
    public Decision.Outcome byDefault() {
        return byDefault;
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
        return new Walk(index.of(facts.tool()).onCall(), facts).decide(byDefault, revision);
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
     * tool matches, whatever its condition says and whatever ended the walk.
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
