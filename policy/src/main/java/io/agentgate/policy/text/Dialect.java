package io.agentgate.policy.text;

import java.util.List;
import java.util.Map;

/** Whose words a policy file is written in. */
enum Dialect {
    /** Our own, and that of AgentGate for Rust. */
    AGENTGATE,

    /** That of mcp-policy-gateway 0.1. */
    MCP_POLICY_GATEWAY,

    /** The configuration of MCPGate, of which the policy is a part. */
    MCPGATE;

    private static final List<String> OF_MCPGATE =
            List.of("policy", "upstreams", "rate_limit", "auth", "observability");

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
