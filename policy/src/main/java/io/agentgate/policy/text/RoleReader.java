package io.agentgate.policy.text;

import io.agentgate.policy.Annotations;
import io.agentgate.policy.Callers;
import io.agentgate.policy.Grant;
import io.agentgate.policy.Method;
import io.agentgate.policy.Mode;
import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Names;
import io.agentgate.policy.Operation;
import io.agentgate.policy.Operations;
import io.agentgate.policy.Permissions;
import io.agentgate.policy.Position;
import io.agentgate.policy.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what roles permit, in all files of a policy. */
final class RoleReader {
    private static final List<String> KINDS = List.of("tools", "prompts", "resources");
    private static final List<String> KEYS = RuleKeys.names(RuleKeys.OF_ROLE);

    private static final Set<Method> OF_PROMPTS =
            EnumSet.of(Method.PROMPTS_GET, Method.COMPLETION_COMPLETE);
    private static final Set<Method> OF_RESOURCES =
            EnumSet.of(
                    Method.RESOURCES_READ, Method.RESOURCES_SUBSCRIBE, Method.COMPLETION_COMPLETE);

    private final List<Grant> grants = new ArrayList<>();
    private @Nullable Position first;

    /** Reads those of a file, and notes what is wrong with them. */
    void take(TableReader file) {
        if (!file.has("roles")) {
            return;
        }
        if (first == null) {
            first = file.keyAt("roles");
        }
        file.tables(
                        "roles",
                        "role",
                        "`roles` must be a list of tables; begin each with `[[roles]]`")
                .forEach(
                        table -> {
                            Grant grant = grant(table);
                            if (grant != null) {
                                grants.add(grant);
                            }
                        });
    }

    /**
     * Everything for everybody in a policy that speaks of no role.
     *
     * @param mode whether they are enforced
     */
    Permissions permissions(Mode mode) {
        return first == null ? Permissions.ALL : Permissions.of(grants, mode, first);
    }

    private static @Nullable Grant grant(TableReader table) {
        table.refuseUnknown(KEYS);
        String role = table.required("role");
        Names agents = names(table, "agents");
        Names servers = names(table, "servers");
        boolean all = KINDS.stream().noneMatch(table::has);
        Operations operations = OperationReader.wanted(table);
        if (operations == null) {
            return null;
        }
        boolean reads = operations.wanted().contains(Operation.READ);
        if (!reads && (table.has("prompts") || table.has("resources"))) {
            table.report(
                    table.keyAt("operations"),
                    "prompts and resources are only `read`, which is not in `operations`");
        }
        List<Scope> scopes = new ArrayList<>();
        Scope whole =
                new Scope(
                        servers == null ? Names.ANY : servers,
                        Scope.CALLS,
                        Names.ANY,
                        Callers.ANY,
                        Annotations.ANY,
                        operations);
        scope("tools", Scope.CALLS, table, all, whole, scopes);
        scope("prompts", OF_PROMPTS, table, all && reads, whole, scopes);
        scope("resources", OF_RESOURCES, table, all && reads, whole, scopes);
        return role == null ? null : new Grant(role, agents, scopes);
    }

    private static void scope(
            String key,
            Set<Method> methods,
            TableReader table,
            boolean all,
            Scope whole,
            List<Scope> scopes) {
        Names names = all ? Names.ANY : names(table, key);
        if (names != null) {
            scopes.add(
                    new Scope(
                            whole.servers(),
                            methods,
                            names,
                            whole.callers(),
                            whole.annotations(),
                            whole.operations()));
        }
    }

    /** Null where there are none, or, with a problem noted, none that could be meant. */
    private static @Nullable Names names(TableReader table, String key) {
        List<NamePattern> patterns = new ArrayList<>();
        for (TableReader.Listed each : table.texts(key)) {
            if (each.text().isBlank()) {
                table.report(each.at(), "`" + key + "` holds an empty string");
            } else {
                patterns.add(new NamePattern(each.text()));
            }
        }
        if (patterns.isEmpty() && table.get(key) instanceof Tree.Items(List<Tree.Item> items)) {
            if (items.isEmpty()) {
                table.report(table.valueAt(key), "`" + key + "` is empty");
            }
        }
        return patterns.isEmpty() ? null : new Names(patterns);
    }
}
