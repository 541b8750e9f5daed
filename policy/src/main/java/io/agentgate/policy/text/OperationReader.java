package io.agentgate.policy.text;

import io.agentgate.policy.NamePattern;
import io.agentgate.policy.Names;
import io.agentgate.policy.Operation;
import io.agentgate.policy.OperationNames;
import io.agentgate.policy.Operations;
import io.agentgate.policy.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what tools do, as all files of a policy say it, and which operations rules are for. */
final class OperationReader {
    private static final List<String> WORDS = Operation.words();

    private final Map<Operation, List<NamePattern>> tools = new EnumMap<>(Operation.class);
    private final Map<String, Operation> known = new HashMap<>();
    private final List<Problem> warnings;

    /**
     * @param warnings takes what is doubtful
     */
    OperationReader(List<Problem> warnings) {
        this.warnings = warnings;
    }

    /** Reads the names that a file lists, and notes what is wrong with them. */
    void take(TableReader file) {
        TableReader table = file.table("operations", "`[operations]`");
        if (table == null) {
            return;
        }
        table.refuseUnknown(WORDS);
        for (Operation operation : Operation.values()) {
            for (TableReader.Listed each : table.texts(operation.word())) {
                take(operation, each, table);
            }
        }
    }

    private void take(Operation operation, TableReader.Listed each, TableReader table) {
        String name = each.text();
        if (!ScopeReader.mayName(name)) {
            table.report(
                    each.at(),
                    "`" + name + "` matches no tool; only `*` is a wildcard, so list each tool");
            return;
        }
        Operation other = known.putIfAbsent(name, operation);
        if (other != null) {
            warnings.add(
                    new Problem(
                            each.at(),
                            "`"
                                    + name
                                    + "` is listed as `"
                                    + other.word()
                                    + "` already"
                                    + (other == operation
                                            ? ""
                                            : ", and the most dangerous holds")));
        }
        tools.computeIfAbsent(operation, _ -> new ArrayList<>()).add(new NamePattern(name));
    }

    /** What all of them say. */
    OperationNames names() {
        Map<Operation, Names> names = new EnumMap<>(Operation.class);
        tools.forEach((operation, patterns) -> names.put(operation, new Names(patterns)));
        return new OperationNames(names);
    }

    /** Those under the key of a rule or role, all without it; null, with a problem, if wrong. */
    static @Nullable Operations wanted(TableReader table) {
        if (!table.has("operations")) {
            return Operations.ANY;
        }
        Set<Operation> wanted = EnumSet.noneOf(Operation.class);
        for (TableReader.Listed each : table.texts("operations")) {
            Operation operation = Operation.of(each.text());
            if (operation == null) {
                table.report(
                        each.at(),
                        "unknown operation `"
                                + each.text()
                                + "`"
                                + Suggestion.of(each.text(), WORDS));
            } else {
                wanted.add(operation);
            }
        }
        if (table.get("operations") instanceof Tree.Items(List<Tree.Item> items)
                && items.isEmpty()) {
            table.report(table.valueAt("operations"), "`operations` is empty");
        }
        return wanted.isEmpty() ? null : new Operations(wanted);
    }
}
