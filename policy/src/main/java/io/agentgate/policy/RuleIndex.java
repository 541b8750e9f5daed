package io.agentgate.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the rules that concern a request of one method by the name of what it is about.
 *
 * <p>What was found is remembered: without bound for names the policy itself spells, since those
 * are finite, and for a bounded number of other names, since those come from outside. Beyond the
 * bound the answer is worked out each time. Most names that no rule spells share one answer, that
 * of the rules for {@code *}. URIs have several spellings, so none is found by its text alone.
 */
final class RuleIndex {
    static final int MAX_REMEMBERED = 512;
    static final int MAX_NAME_LENGTH = 256;

    private record Placed(int place, Rule rule) {}

    private final Method method;
    private final Map<String, List<Placed>> exact = new HashMap<>();
    private final List<Placed> wildcards = new ArrayList<>();
    private final boolean partialWildcards;
    private final FoundRules anyName;
    private final Map<String, FoundRules> known = new ConcurrentHashMap<>();
    private final Map<String, FoundRules> foreign = new ConcurrentHashMap<>();

    RuleIndex(Method method, List<Rule> rules) {
        this.method = method;
        boolean partial = false;
        for (int i = 0; i < rules.size(); i++) {
            Placed placed = new Placed(i, rules.get(i));
            Names names = placed.rule().names();
            if (!placed.rule().methods().contains(method)) {
                continue;
            }
            if (names.isExact() && !method.isOfUri()) {
                for (NamePattern name : Set.copyOf(names.patterns())) {
                    exact.computeIfAbsent(name.text(), _ -> new ArrayList<>()).add(placed);
                }
            } else {
                wildcards.add(placed);
                partial |= !names.isAny();
            }
        }
        partialWildcards = partial;
        anyName =
                FoundRules.of(
                        wildcards.stream()
                                .map(Placed::rule)
                                .filter(rule -> rule.names().isAny())
                                .toList());
    }

    /** The rules for {@code *} alone. */
    FoundRules anyName() {
        return anyName;
    }

    FoundRules of(String name) {
        FoundRules found = known.get(name);
        if (found != null) {
            return found;
        }
        List<Placed> own = exact.get(name);
        if (own != null) {
            found = merge(own, name);
            known.put(name, found);
            return found;
        }
        return partialWildcards ? ofForeign(name) : anyName;
    }

    private FoundRules ofForeign(String name) {
        FoundRules found = foreign.get(name);
        if (found == null) {
            found = merge(List.of(), name);
            if (found.equals(anyName)) {
                found = anyName;
            }
            if (name.length() <= MAX_NAME_LENGTH && foreign.size() < MAX_REMEMBERED) {
                foreign.put(name, found);
            }
        }
        return found;
    }

    private FoundRules merge(List<Placed> own, String name) {
        Target target = new Target(method, name);
        List<Rule> merged = new ArrayList<>();
        int next = 0;
        for (Placed wildcard : wildcards) {
            while (next < own.size() && own.get(next).place() < wildcard.place()) {
                merged.add(own.get(next++).rule());
            }
            if (wildcard.rule().scope().includes(target, wildcard.rule().effect())) {
                merged.add(wildcard.rule());
            }
        }
        while (next < own.size()) {
            merged.add(own.get(next++).rule());
        }
        return FoundRules.of(merged);
    }
}
