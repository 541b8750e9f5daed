package io.agentgate.gateway.meter;

import io.agentgate.policy.NamePattern;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Rule;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Response;
import org.jspecify.annotations.Nullable;

/**
 * The names of tools that may be labels: those a server listed or a policy spells. Clients cannot
 * add to them, servers and policies only up to a number each. Thread safe.
 */
public final class ToolNames {
    /** The label of every tool that is not known by name. */
    public static final String OTHER = "other";

    /** Most names kept of all servers together, and as many of all policies. */
    public static final int MAX_NAMES = 1_000;

    private final BoundedNames listed = new BoundedNames(MAX_NAMES);
    private final BoundedNames spelled = new BoundedNames(MAX_NAMES);
    private volatile @Nullable PolicySet lastRead;

    /** The label of a tool: its name, or {@link #OTHER}. */
    public String label(String tool) {
        String known = spelled.get(tool);
        if (known == null) {
            known = listed.get(tool);
        }
        return known == null ? OTHER : known;
    }

    /** Learns the names without a wildcard in a policy's rules. */
    void learn(PolicySet ofServer) {
        PolicySet policies = ofServer.whole();
        if (policies == lastRead) {
            return;
        }
        for (Rule rule : policies.rules()) {
            for (NamePattern tool : rule.names().patterns()) {
                if (rule.isOfCalls() && tool.isExact()) {
                    spelled.keep(tool.text());
                }
            }
        }
        lastRead = policies;
    }

    /** Learns the names in the answer to {@code tools/list}, as far as calls can bear them. */
    void learn(Response list) {
        for (String name : ListedTools.names(list, MAX_NAMES)) {
            if (name.length() <= Limits.DEFAULT.maxName()) {
                listed.keep(name);
            }
        }
    }
}
