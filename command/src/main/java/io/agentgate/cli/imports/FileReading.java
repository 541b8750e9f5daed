package io.agentgate.cli.imports;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The finding of servers, and of all else, in a file of each kind. */
final class FileReading {
    private static final String IN_POLICY = "write it as a rule of the policy file";
    private static final String LIMITS =
            "see [rate_limits] of config.toml, and rules with rate_limit";

    private final Map<String, Object> root;
    private final Findings findings = new Findings();

    private FileReading(Map<String, Object> root) {
        this.root = root;
    }

    static Findings of(ForeignFile file) {
        FileReading reading = new FileReading(file.root());
        switch (file.format()) {
            case MCP_SERVERS -> reading.entries("mcpServers", file.root().get("mcpServers"));
            case ZED -> reading.entries("context_servers", file.root().get("context_servers"));
            case CODEX -> reading.entries("mcp_servers", file.root().get("mcp_servers"));
            case VSCODE -> reading.vsCode();
            case AGENTGATE -> reading.agentGate();
            case NIRAVEN -> reading.niraven();
            case MCPGATE -> reading.mcpGate();
            case AGENTGATEWAY -> new AgentgatewayReading(reading.findings).read(file.root());
        }
        return reading.findings;
    }

    private void entries(String container, @Nullable Object entries) {
        Plain.map(entries)
                .forEach(
                        (name, entry) ->
                                findings.add(
                                        EntryReading.read(
                                                container + "." + name, name, entry, false)));
    }

    private void vsCode() {
        Object servers = root.get("servers");
        if (servers == null) {
            entries("mcp.servers", Plain.map(root.get("mcp")).getOrDefault("servers", Map.of()));
        } else {
            entries("servers", servers);
        }
    }

    private void agentGate() {
        int index = 0;
        for (Object entry : Plain.list(root.get("servers"))) {
            String name = Plain.text(Plain.map(entry).get("name"));
            String item = "servers[" + index + "]";
            findings.add(EntryReading.read(item, name == null ? "server" : name, entry, false));
            index++;
        }
        Plain.map(root.get("servers"))
                .forEach(
                        (name, entry) ->
                                findings.add(
                                        EntryReading.read("servers." + name, name, entry, false)));
        root.keySet().stream()
                .filter(key -> !key.equals("servers"))
                .forEach(key -> findings.hasNoEquivalent(key, "copy it by hand; see config.md"));
    }

    private void niraven() {
        root.forEach(
                (key, value) -> {
                    switch (key) {
                        case "servers" -> niravenServers(value);
                        case "policies" -> niravenPolicies(value);
                        case "port" -> findings.hasNoEquivalent(key, "it had no effect there");
                        case "audit" ->
                                each(key, value, "every call is recorded; see `agentgate logs`");
                        default -> findings.hasNoEquivalent(key, "not known");
                    }
                });
    }

    private void niravenServers(Object servers) {
        Plain.map(servers)
                .forEach(
                        (name, entry) -> {
                            String item = "servers." + name;
                            Map<String, Object> members = Plain.map(entry);
                            if (members.containsKey("command")) {
                                // An address beside a command had no effect there.
                                members.remove("url");
                            }
                            findings.add(EntryReading.read(item, name, members, false));
                        });
    }

    private void niravenPolicies(Object policies) {
        Plain.map(policies)
                .forEach(
                        (name, value) -> {
                            String remark =
                                    switch (name) {
                                        case "rateLimit" -> LIMITS;
                                        case "approval" ->
                                                "there are no approvals yet; " + IN_POLICY;
                                        case "security" -> IN_POLICY;
                                        default -> "not known";
                                    };
                            each("policies." + name, value, remark);
                        });
    }

    private void mcpGate() {
        root.forEach(
                (key, value) -> {
                    switch (key) {
                        case "upstreams" -> upstreams(value);
                        case "server" -> each(key, value, "see [server] of config.toml");
                        case "auth" ->
                                findings.hasNoEquivalent(
                                        key, "make keys for callers: `agentgate keys create`");
                        case "rate_limit" -> each(key, value, LIMITS);
                        case "policy", "policies" -> mcpGatePolicy(key, value);
                        case "observability" ->
                                each(key, value, "see metrics.md, and `agentgate logs`");
                        default -> findings.hasNoEquivalent(key, "not known");
                    }
                });
    }

    private void mcpGatePolicy(String key, Object policy) {
        if (Plain.map(policy).isEmpty()) {
            mcpGateRules(key, policy);
        }
        Plain.map(policy).forEach((name, value) -> mcpGateRules(key + "." + name, value));
    }

    /** One item for each rule of a list. */
    private void mcpGateRules(String item, @Nullable Object rules) {
        int count = Plain.list(rules).size();
        for (int i = 0; i < count; i++) {
            findings.hasNoEquivalent(item + "[" + i + "]", IN_POLICY);
        }
        if (count == 0) {
            findings.hasNoEquivalent(item, IN_POLICY);
        }
    }

    private void upstreams(Object upstreams) {
        Plain.map(upstreams).forEach((name, value) -> upstream("upstreams." + name, name, value));
        int index = 0;
        for (Object value : Plain.list(upstreams)) {
            String name = Plain.text(Plain.map(value).get("name"));
            upstream("upstreams[" + index + "]", name == null ? "server" : name, value);
            index++;
        }
    }

    private void upstream(String item, String name, Object value) {
        Map<String, Object> entry = Plain.map(value);
        Map<String, Object> auth = Plain.map(entry.remove("auth"));
        if (!auth.isEmpty()) {
            entry.put("headers", credential(item, auth));
        }
        findings.add(EntryReading.read(item, name, entry, false));
    }

    /** How that gateway shows a server who asks, as a header. */
    private Map<String, Object> credential(String item, Map<String, Object> auth) {
        String type = Plain.text(auth.get("type"));
        String token = Plain.text(auth.get("token_env"));
        String header = Plain.text(auth.get("header"));
        String value = Plain.text(auth.get("value_env"));
        if ("bearer".equals(type) && token != null) {
            return Map.of("Authorization", "Bearer ${" + token + "}");
        }
        if ("header".equals(type) && header != null && value != null) {
            return Map.of(header, "${" + value + "}");
        }
        findings.hasNoEquivalent(item + ".auth", "see [servers.NAME.credential] of config.toml");
        return Map.of();
    }

    /** One item for each member of an object. */
    private void each(String path, Object value, String remark) {
        Set<String> names = Plain.map(value).keySet();
        names.forEach(name -> findings.hasNoEquivalent(path + "." + name, remark));
        if (names.isEmpty()) {
            findings.hasNoEquivalent(path, remark);
        }
    }
}
