package io.agentgate.cli.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The finding of MCP targets in a configuration of agentgateway, down its binds, listeners and
 * routes.
 */
final class AgentgatewayReading {
    /** Lists that lead to targets. */
    private static final Set<String> LEVELS =
            Set.of("binds", "gateways", "listeners", "routes", "backends");

    /** What only says which of these it is. */
    private static final Set<String> NAMES = Set.of("name", "weight");

    private static final int HTTPS = 443;

    private final Findings findings;

    AgentgatewayReading(Findings findings) {
        this.findings = findings;
    }

    void read(Map<String, Object> root) {
        level("", root);
    }

    private void level(String path, Map<String, Object> members) {
        members.forEach(
                (key, value) -> {
                    String item = path.isEmpty() ? key : path + "." + key;
                    if (key.equals("mcp")) {
                        mcp(item, Plain.map(value));
                    } else if (LEVELS.contains(key)) {
                        levels(item, value);
                    } else if (key.equals("policies")) {
                        policies(item, Plain.map(value));
                    } else if (!path.isEmpty() && NAMES.contains(key)) {
                        return;
                    } else {
                        findings.hasNoEquivalent(item, remark(key));
                    }
                });
    }

    private void levels(String item, @Nullable Object value) {
        int index = 0;
        for (Object element : Plain.list(value)) {
            level(item + "[" + index + "]", Plain.map(element));
            index++;
        }
        Plain.map(value).forEach((name, inner) -> level(item + "." + name, Plain.map(inner)));
    }

    private void mcp(String path, Map<String, Object> mcp) {
        mcp.forEach(
                (key, value) -> {
                    if (key.equals("targets")) {
                        int index = 0;
                        for (Object target : Plain.list(value)) {
                            target(path + ".targets[" + index + "]", Plain.map(target));
                            index++;
                        }
                    } else if (key.equals("policies")) {
                        policies(path + ".policies", Plain.map(value));
                    } else {
                        findings.hasNoEquivalent(path + "." + key, remark(key));
                    }
                });
    }

    private void target(String path, Map<String, Object> target) {
        String given = Plain.text(target.get("name"));
        String name = given == null ? "target" : given;
        String item = given == null ? path : path + " " + given;
        boolean known = false;
        for (Map.Entry<String, Object> member : target.entrySet()) {
            switch (member.getKey()) {
                case "name" -> {}
                case "stdio" -> {
                    known = true;
                    started(item, name, Plain.map(member.getValue()));
                }
                case "mcp", "http" -> {
                    known = true;
                    called(item, name, "http", "/mcp", member.getValue());
                }
                case "sse" -> {
                    known = true;
                    called(item, name, "sse", "/sse", member.getValue());
                }
                case "openapi" -> {
                    known = true;
                    findings.hasNoEquivalent(item, "tools made of an OpenAPI description");
                }
                case "policies" -> policies(item + ".policies", Plain.map(member.getValue()));
                default ->
                        findings.hasNoEquivalent(
                                item + "." + member.getKey(), remark(member.getKey()));
            }
        }
        if (!known) {
            findings.others()
                    .add(
                            Item.of(
                                    item,
                                    Item.Outcome.NOT_IMPORTED,
                                    "it is of no known kind: stdio, mcp, http or sse"));
        }
    }

    private void started(String item, String name, Map<String, Object> stdio) {
        Map<String, Object> entry = new LinkedHashMap<>(stdio);
        Object command = entry.remove("cmd");
        if (command != null) {
            entry.put("command", command);
        }
        findings.add(EntryReading.read(item, name, entry, false));
    }

    private void called(
            String item, String name, String transport, String defaultPath, Object value) {
        Map<String, Object> place = Plain.map(value);
        String host = Plain.text(value instanceof Map<?, ?> ? place.get("host") : value);
        if (host == null) {
            findings.others()
                    .add(Item.of(item, Item.Outcome.NOT_IMPORTED, "it names no host of its own"));
            return;
        }
        List<String> left = new ArrayList<>(place.keySet());
        left.removeAll(List.of("host", "port", "path"));
        String url = url(host, Plain.text(place.get("port")), Plain.text(place.get("path")));
        String whole = url.replaceFirst("^(https?://[^/]*)$", "$1" + defaultPath);
        findings.servers()
                .add(
                        new SourceServer(
                                item,
                                name,
                                new SourceServer.Called(transport, whole, Map.of()),
                                left.isEmpty()
                                        ? List.of()
                                        : List.of("left out: " + String.join(", ", left))));
    }

    private static String url(String host, @Nullable String port, @Nullable String path) {
        String origin = host;
        if (!host.contains("://")) {
            boolean secure = Integer.toString(HTTPS).equals(port);
            String suffix = port == null || secure ? "" : ":" + port;
            origin = (secure ? "https://" : "http://") + host + suffix;
        }
        if (path == null) {
            return origin;
        }
        return origin.replaceFirst("/$", "") + (path.startsWith("/") ? path : "/" + path);
    }

    private void policies(String path, Map<String, Object> policies) {
        policies.forEach(
                (name, value) -> {
                    List<Object> rules = Plain.list(Plain.map(value).get("rules"));
                    for (int i = 0; i < rules.size(); i++) {
                        findings.hasNoEquivalent(
                                path + "." + name + ".rules[" + i + "]", remark(name));
                    }
                    if (rules.isEmpty()) {
                        findings.hasNoEquivalent(path + "." + name, remark(name));
                    }
                });
    }

    private static String remark(String key) {
        return switch (key) {
            case "mcpAuthorization", "authorization" ->
                    "a CEL rule: write it as a rule of the policy";
            case "jwtAuth", "mcpAuthentication", "oidc", "apiKey", "basicAuth", "extAuthz" ->
                    "who may call: `agentgate keys create`, or a cluster with tokens";
            case "localRateLimit", "remoteRateLimit" ->
                    "see [rate_limits] of config.toml, and rules with rate_limit";
            case "cors" -> "see server.allow_origins of config.toml";
            case "backendAuth", "backendTLS" ->
                    "see [servers.NAME.credential] and [servers.NAME.tls]";
            case "a2a" -> "A2A is not governed";
            case "ai", "llm", "models", "providers" -> "LLM backends are not governed";
            case "mcpGuardrails" -> "write redact rules in the policy";
            case "port", "tls", "protocol", "hostname" -> "see [server] of config.toml";
            case "host", "service", "dynamic" -> "it leads to no MCP server";
            case "matches" -> "there are no routes: every server has a name";
            case "tracing", "frontendPolicies", "logging", "metrics" -> "see metrics.md";
            default -> "the gateway has nothing like it";
        };
    }
}
