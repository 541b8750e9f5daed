package io.agentgate.policy.text;

import io.agentgate.policy.Annotations;
import io.agentgate.policy.Callers;
import io.agentgate.policy.Method;
import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Names;
import io.agentgate.policy.Operation;
import io.agentgate.policy.Operations;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import io.agentgate.policy.Scope;
import io.agentgate.policy.ToolHints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what one rule is for. */
final class ScopeReader {
    /** The methods that rules may be about, as they are spelled. */
    static final List<String> METHODS = Arrays.stream(Method.values()).map(Method::text).toList();

    /** Said once a file: those who write for this engine know, those who bring a file do not. */
    private static final String LITERAL_ELSEWHERE =
            "` is a wildcard; AgentGate for Rust took it literally";

    /** What stands for several names elsewhere, and in no tool's name. */
    static final String NO_WILDCARDS = "{}[]|?()";

    /** What servers say of tools, as they spell it. */
    static final List<String> HINTS =
            Arrays.stream(ToolHints.Hint.values()).map(ToolHints.Hint::key).toList();

    private static final Set<Method> OF_RESOURCES =
            EnumSet.of(Method.RESOURCES_READ, Method.RESOURCES_SUBSCRIBE);
    private static final Set<Method> OF_PROMPTS = EnumSet.of(Method.PROMPTS_GET);
    private static final List<String> NAMES = List.of("tool", "tools", "resources", "prompts");

    private final TableReader table;
    private final List<Problem> differences;

    /**
     * @param differences takes what another engine reads otherwise
     */
    ScopeReader(TableReader table, List<Problem> differences) {
        this.table = table;
        this.differences = differences;
    }

    /** The scope; null, with at least one problem noted, when it cannot be made. */
    @Nullable Scope read() {
        Names servers = oneOrMany("server", "servers", Names.ANY);
        Names names = names();
        Set<Method> methods = methods();
        Names agents = many("agents", "agent");
        Names roles = many("roles", "role");
        Annotations annotations = annotations();
        if (!annotations.isAny() && methods != null && !methods.equals(Scope.CALLS)) {
            table.report(table.keyAt("annotations"), "only tools have annotations");
        }
        Operations operations = OperationReader.wanted(table);
        if (operations != null && methods != null) {
            refuseForNone(operations, methods);
        }
        return servers == null
                        || names == null
                        || methods == null
                        || agents == null
                        || roles == null
                        || operations == null
                ? null
                : new Scope(
                        servers,
                        methods,
                        names,
                        new Callers(agents, roles),
                        annotations,
                        operations);
    }

    /** Operations that no request does which the rule is about. */
    private void refuseForNone(Operations operations, Set<Method> methods) {
        if (operations.isAny()) {
            return;
        }
        if (methods.stream().anyMatch(Method::isOfServer)) {
            table.report(table.keyAt("operations"), "what a server asks for is no operation");
        } else if (!methods.contains(Method.TOOLS_CALL)
                && !operations.wanted().contains(Operation.READ)) {
            table.report(table.keyAt("operations"), "these requests only `read`");
        }
    }

    private @Nullable Names names() {
        if (table.has("resources") || table.has("prompts")) {
            String key = table.has("resources") ? "resources" : "prompts";
            for (String other : NAMES) {
                if (table.has(other) && !other.equals(key)) {
                    table.report(
                            table.keyAt(other),
                            "a rule is for tools, resources or prompts; `"
                                    + key
                                    + "` stands here already");
                    return null;
                }
            }
            return many(key, key.substring(0, key.length() - 1));
        }
        return oneOrMany("tool", "tools", table.has("methods") ? Names.ANY : null);
    }

    /** Those that are named, or that the names are of; null, with a problem noted, if wrong. */
    private @Nullable Set<Method> methods() {
        Set<Method> implied = null;
        if (table.has("resources") || table.has("prompts")) {
            implied = table.has("resources") ? OF_RESOURCES : OF_PROMPTS;
        }
        if (!table.has("methods")) {
            return implied == null ? Scope.CALLS : implied;
        }
        Set<Method> methods = EnumSet.noneOf(Method.class);
        for (TableReader.Listed each : table.texts("methods")) {
            Method method = Method.of(each.text());
            if (method == null) {
                table.report(
                        each.at(),
                        "unknown method `"
                                + each.text()
                                + "`"
                                + Suggestion.of(each.text(), METHODS));
            } else if (implied != null && !implied.contains(method)) {
                table.report(each.at(), "`" + each.text() + "` is about something else");
            } else if (method.isOfServer() && namesTools()) {
                table.report(each.at(), "`" + each.text() + "` is about no tool");
            } else {
                methods.add(method);
            }
        }
        if (table.get("methods") instanceof Tree.Items(List<Tree.Item> items) && items.isEmpty()) {
            table.report(table.valueAt("methods"), "`methods` is empty, so the rule is for none");
        }
        return methods.isEmpty() ? null : methods;
    }

    private Annotations annotations() {
        TableReader hints = table.table("annotations", "`annotations`");
        Map<ToolHints.Hint, Boolean> wanted = new EnumMap<>(ToolHints.Hint.class);
        if (hints != null) {
            hints.refuseUnknown(HINTS);
            for (ToolHints.Hint hint : ToolHints.Hint.values()) {
                Boolean value = hints.flag(hint.key());
                if (value != null) {
                    wanted.put(hint, value);
                }
            }
            if (hints.keys().isEmpty()) {
                table.report(table.valueAt("annotations"), "`annotations` is empty");
            }
        }
        return new Annotations(wanted);
    }

    /** Whether something may be a tool's or server's name, or a pattern of such. */
    static boolean mayName(String text) {
        return !text.isBlank()
                && text.strip().equals(text)
                && text.chars().noneMatch(c -> NO_WILDCARDS.indexOf(c) >= 0);
    }

    private boolean namesTools() {
        return table.has("tools")
                || (table.get("tool") instanceof Tree.Text(String tool) && !tool.equals("*"));
    }

    /** Names under either key; null, with a problem noted, where they are wrong or missing. */
    private @Nullable Names oneOrMany(String one, String many, @Nullable Names otherwise) {
        if (table.has(many)) {
            if (table.has(one)) {
                table.report(table.keyAt(one), "either `" + one + "` or `" + many + "`, not both");
                return null;
            }
            return many(many, one);
        }
        if (otherwise != null && !table.has(one)) {
            return otherwise;
        }
        String text = table.required(one);
        NamePattern pattern = text == null ? null : pattern(text, one, table.valueAt(one));
        return pattern == null ? null : Names.of(pattern);
    }

    /**
     * Names under a key, all where there is none; null, with a problem noted, if they are wrong.
     */
    private @Nullable Names many(String key, String one) {
        if (!table.has(key)) {
            return Names.ANY;
        }
        List<NamePattern> patterns = new ArrayList<>();
        List<TableReader.Listed> listed = table.texts(key);
        for (TableReader.Listed each : listed) {
            NamePattern pattern =
                    each.text().isBlank() ? null : pattern(each.text(), one, each.at());
            if (each.text().isBlank()) {
                table.report(each.at(), "`" + key + "` holds an empty string");
            }
            if (pattern != null) {
                patterns.add(pattern);
            }
        }
        if (table.get(key) instanceof Tree.Items(List<Tree.Item> items) && items.isEmpty()) {
            table.report(table.valueAt(key), "`" + key + "` is empty, so the rule is for none");
        }
        return patterns.isEmpty() ? null : new Names(patterns);
    }

    /**
     * @param key what it is a pattern of
     */
    private @Nullable NamePattern pattern(String text, String key, Position at) {
        boolean isName = key.equals("tool") || key.equals("server");
        if (isName ? !mayName(text) : !text.strip().equals(text)) {
            table.report(
                    at,
                    "`"
                            + text
                            + "` matches no "
                            + key
                            + "; only `*` is a wildcard, so list each "
                            + key
                            + " in `"
                            + key
                            + "s`");
            return null;
        }
        NamePattern pattern = new NamePattern(text);
        if (key.equals("tool") && !pattern.isExact() && !pattern.isAny() && differences.isEmpty()) {
            differences.add(new Problem(at, "`*` in `" + text + LITERAL_ELSEWHERE));
        }
        return pattern;
    }
}
