package io.agentgate.policy.text;

import java.util.List;
import java.util.Map;

/** Whose words a policy file is written in. */
public enum Dialect {
    /** Our own, and that of AgentGate for Rust. */
    AGENTGATE("agentgate"),

    /** That of mcp-policy-gateway 0.1. */
    MCP_POLICY_GATEWAY("mcp-policy-gateway"),

    /** The configuration of MCPGate, of which the policy is a part. */
    MCPGATE("mcpgate");

    private static final List<String> OF_MCPGATE =
            List.of("policy", "upstreams", "rate_limit", "auth", "observability");

    private final String word;

    Dialect(String word) {
        this.word = word;
    }

    /** What scripts and people call it. */
    public String word() {
        return word;
    }

    /** Ours, unless a key stands there that only another has. */
    static Dialect of(Tree.Table file) {
        Map<String, Tree.Entry> keys = file.entries();
        if (keys.containsKey("metadata") || keys.containsKey("default")) {
            return AGENTGATE;
        }
        if (keys.containsKey("default_action") || keys.containsKey("name")) {
            return MCP_POLICY_GATEWAY;
        }
        return OF_MCPGATE.stream().anyMatch(keys::containsKey) ? MCPGATE : AGENTGATE;
    }
}
