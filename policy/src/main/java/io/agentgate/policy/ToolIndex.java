package io.agentgate.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the rules that concern a tool name.
 *
 * <p>What was found is remembered: without bound for names the policy itself spells, since those
 * are finite, and for a bounded number of other names, since those come from outside. Beyond the
 * bound the answer is worked out each time. Most names that no rule spells share one answer, that
 * of the rules for {@code *}.
 */
final class ToolIndex {
    static final int MAX_REMEMBERED = 512;
    static final int MAX_NAME_LENGTH = 256;

    private record Placed(int place, Rule rule) {}

    private final Map<String, List<Placed>> exact = new HashMap<>();
    private final List<Placed> wildcards = new ArrayList<>();
    private final boolean partialWildcards;
    private final ToolRules anyTool;
    private final Map<String, ToolRules> known = new ConcurrentHashMap<>();
    private final Map<String, ToolRules> foreign = new ConcurrentHashMap<>();

    ToolIndex(List<Rule> rules) {
        boolean partial = false;
        for (int i = 0; i < rules.size(); i++) {
            Placed placed = new Placed(i, rules.get(i));
            Names tools = placed.rule().tools();
            if (tools.isExact()) {
                for (NamePattern tool : Set.copyOf(tools.patterns())) {
                    exact.computeIfAbsent(tool.text(), _ -> new ArrayList<>()).add(placed);
                }
            } else {
                wildcards.add(placed);
                partial |= !tools.isAny();
            }
        }
        partialWildcards = partial;
        anyTool =
                ToolRules.of(
                        wildcards.stream()
                                .map(Placed::rule)
                                .filter(rule -> rule.tools().isAny())
                                .toList());
    }

    /** The rules for {@code *} alone. */
    ToolRules anyTool() {
        return anyTool;
    }

    ToolRules of(String tool) {
        ToolRules found = known.get(tool);
        if (found != null) {
            return found;
        }
        List<Placed> own = exact.get(tool);
        if (own != null) {
            found = merge(own, tool);
            known.put(tool, found);
            return found;
        }
        return partialWildcards ? ofForeign(tool) : anyTool;
    }

    private ToolRules ofForeign(String tool) {
        ToolRules found = foreign.get(tool);
        if (found == null) {
            found = merge(List.of(), tool);
            if (found.equals(anyTool)) {
                found = anyTool;
            }
            if (tool.length() <= MAX_NAME_LENGTH && foreign.size() < MAX_REMEMBERED) {
                foreign.put(tool, found);
            }
        }
        return found;
    }

    private ToolRules merge(List<Placed> own, String tool) {
        List<Rule> merged = new ArrayList<>();
        int next = 0;
        for (Placed wildcard : wildcards) {
            while (next < own.size() && own.get(next).place() < wildcard.place()) {
                merged.add(own.get(next++).rule());
            }
            if (wildcard.rule().tools().matches(tool)) {
                merged.add(wildcard.rule());
            }
        }
        while (next < own.size()) {
            merged.add(own.get(next++).rule());
        }
        return ToolRules.of(merged);
    }
}
