package io.agentgate.policy.text;

import io.agentgate.policy.Grant;
import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Names;
import io.agentgate.policy.Permissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what roles permit. */
final class RoleReader {
    private static final List<String> KEYS = List.of("role", "agents", "servers", "tools");

    private RoleReader() {}

    /** Everything for everybody in a file that speaks of no role. */
    static Permissions read(TableReader file) {
        if (!file.has("roles")) {
            return Permissions.ALL;
        }
        List<Grant> grants = new ArrayList<>();
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
        return Permissions.of(grants, file.keyAt("roles"));
    }

    private static @Nullable Grant grant(TableReader table) {
        table.refuseUnknown(KEYS);
        String role = table.required("role");
        Names agents = names(table, "agents");
        Names servers = names(table, "servers");
        Names tools = names(table, "tools");
        if (role == null) {
            return null;
        }
        return new Grant(
                role,
                agents,
                servers == null ? Names.ANY : servers,
                tools == null ? Names.ANY : tools);
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
