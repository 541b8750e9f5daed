package io.agentgate.policy.text;

import io.agentgate.policy.Caller;
import io.agentgate.policy.Method;
import io.agentgate.policy.Target;
import io.agentgate.policy.ToolHints;
import io.agentgate.policy.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads calls that people wrote down. */
final class CallReader {
    private static final List<String> KEYS =
            List.of(
                    "server",
                    "method",
                    "tool",
                    "resource",
                    "prompt",
                    "arguments",
                    "agent",
                    "client",
                    "caller",
                    "roles",
                    "annotations",
                    "time");

    /** Those that name something, and one call names one thing. */
    private static final List<String> NAMES = List.of("tool", "resource", "prompt");

    /** Completions are named by what they complete, so nobody writes them down. */
    private static final List<Method> METHODS =
            Arrays.stream(Method.values())
                    .filter(method -> method != Method.COMPLETION_COMPLETE)
                    .toList();

    private final TableReader table;

    CallReader(TableReader table) {
        this.table = table;
    }

    /** The call; null, with at least one problem noted, when it is none. */
    @Nullable TrialCall read() {
        table.refuseUnknown(KEYS);
        String server = needed("server");
        Target target = target();
        if (table.has("agent") && table.has("client")) {
            table.report(table.keyAt("client"), "either `agent` or `client`, not both");
        }
        String named = table.text(table.has("client") ? "client" : "agent");
        String agent = named == null ? "" : named;
        String principal = table.text("caller");
        Set<String> roles = new LinkedHashSet<>();
        table.texts("roles").forEach(role -> roles.add(role.text()));
        ToolHints hints = hints();
        Value arguments = arguments();
        Instant time = time(table, "time");
        if (server == null || target == null) {
            return null;
        }
        Caller caller = new Caller(agent, principal == null ? agent : principal, Set.copyOf(roles));
        return new TrialCall(server, target, caller, hints, arguments, time);
    }

    private @Nullable Target target() {
        Method method = method();
        if (method == null) {
            return null;
        }
        String key = nameOf(method);
        for (String other : NAMES) {
            if (!other.equals(key) && table.has(other)) {
                table.report(
                        table.keyAt(other),
                        "a request of " + method.text() + " has no `" + other + "`");
            }
        }
        if (!method.equals(Method.TOOLS_CALL) && table.has("annotations")) {
            table.report(table.keyAt("annotations"), "only tools have `annotations`");
        }
        String name = key == null ? "" : needed(key);
        return name == null ? null : new Target(method, name);
    }

    /** What it says, or else what asks for what it names. */
    private @Nullable Method method() {
        if (!table.has("method")) {
            if (table.has("resource")) {
                return Method.RESOURCES_READ;
            }
            return table.has("prompt") ? Method.PROMPTS_GET : Method.TOOLS_CALL;
        }
        String text = table.text("method");
        if (text == null) {
            return null;
        }
        Method method = Method.of(text);
        if (method == null || !METHODS.contains(method)) {
            table.report(
                    table.valueAt("method"),
                    "`method` must be one of "
                            + METHODS.stream()
                                    .map(each -> '`' + each.text() + '`')
                                    .collect(Collectors.joining(", ")));
            return null;
        }
        return method;
    }

    private static @Nullable String nameOf(Method method) {
        if (method.isOfServer()) {
            return null;
        }
        if (method.isOfUri()) {
            return "resource";
        }
        return method == Method.PROMPTS_GET ? "prompt" : "tool";
    }

    /** The empty text is a name, too: other engines have rules for it. */
    private @Nullable String needed(String key) {
        if (!table.has(key)) {
            table.report(table.position(), "a call has no `" + key + "`");
        }
        return table.text(key);
    }

    /** As a server lists the tool; what is left out has the value that the protocol gives it. */
    private @Nullable ToolHints hints() {
        TableReader listed = table.table("annotations", "`annotations`");
        if (listed == null) {
            return null;
        }
        listed.refuseUnknown(ScopeReader.HINTS);
        ToolHints usual = ToolHints.DEFAULT;
        return new ToolHints(
                said(listed, ToolHints.Hint.READ_ONLY, usual.readOnly()),
                said(listed, ToolHints.Hint.DESTRUCTIVE, usual.destructive()),
                said(listed, ToolHints.Hint.IDEMPOTENT, usual.idempotent()),
                said(listed, ToolHints.Hint.OPEN_WORLD, usual.openWorld()));
    }

    private static boolean said(TableReader listed, ToolHints.Hint hint, boolean otherwise) {
        Boolean value = listed.flag(hint.key());
        return value == null ? otherwise : value;
    }

    private @Nullable Value arguments() {
        Tree tree = table.get("arguments");
        return tree == null ? null : value(tree, table, "arguments");
    }

    /** A time with its zone; null where there is none or, with a problem noted, it is wrong. */
    static @Nullable Instant time(TableReader table, String key) {
        String text = dated(table.get(key));
        if (text == null) {
            text = table.text(key);
        }
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            table.report(
                    table.valueAt(key),
                    "`" + key + "` must be a time with its zone, as 2026-01-05T12:00:00Z");
            return null;
        }
    }

    /** A date that the syntax knows as one, as text; null for all else. */
    private static @Nullable String dated(@Nullable Tree tree) {
        String json = tree instanceof Tree.Other other ? other.json() : null;
        return json != null && json.startsWith("\"") ? json.substring(1, json.length() - 1) : null;
    }

    /** As arguments hold it; what JSON cannot hold is noted, and stands as null. */
    static Value value(Tree tree, TableReader table, String key) {
        return switch (tree) {
            case Tree.Text(String text) -> new Value.Text(text);
            case Tree.Whole(long number) -> new Value.Scalar(Long.toString(number));
            case Tree.Flag(boolean flag) -> new Value.Scalar(Boolean.toString(flag));
            case Tree.Other other -> {
                if (other.json() == null) {
                    table.report(
                            table.valueAt(key),
                            "`" + key + "` cannot hold " + other.kind() + " that JSON has not");
                }
                yield new Value.Scalar(other.json() == null ? "null" : other.json());
            }
            case Tree.Items(List<Tree.Item> items) -> {
                List<Value> values = new ArrayList<>();
                items.forEach(item -> values.add(value(item.value(), table, key)));
                yield new Value.Items(values);
            }
            case Tree.Table(Map<String, Tree.Entry> entries) -> {
                Map<String, Value> values = new LinkedHashMap<>();
                entries.forEach(
                        (name, entry) -> values.put(name, value(entry.value(), table, key)));
                yield new Value.Members(values);
            }
        };
    }
}
