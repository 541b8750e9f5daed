package io.agentgate.policy.text;

import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import java.util.List;
import java.util.Set;

/**
 * A policy file that was read: what it decides, and what else it says of itself.
 *
 * @param dialect whose words it is written in
 * @param audited what its dialect calls audited, which is allowed here
 * @param differences what other engines of the dialect read otherwise
 */
public record PolicyFile(
        PolicySet set, Dialect dialect, Audited audited, List<Problem> differences) {
    /** What stands for no policy file: everything is allowed. */
    public static final PolicyFile NONE =
            new PolicyFile(PolicySet.ALLOW_ALL, Dialect.AGENTGATE, Audited.NOTHING, List.of());

    public PolicyFile {
        differences = List.copyOf(differences);
    }

    /**
     * Calls that mcp-policy-gateway lets through and records as audited.
     *
     * @param byDefault those that no rule decides
     * @param rules the ids of the rules that do so
     */
    public record Audited(boolean byDefault, Set<String> rules) {
        /** Nothing is called audited. */
        public static final Audited NOTHING = new Audited(false, Set.of());

        public Audited {
            rules = Set.copyOf(rules);
        }
    }
}
