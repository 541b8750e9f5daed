package io.agentgate.policy.text;

import io.agentgate.policy.Effect;
import io.agentgate.policy.Problem;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The budgets of a policy, which its rules draw from: those of each file from there on. */
final class Budgets {
    private static final List<String> KEYS = RuleKeys.names(RuleKeys.OF_BUDGET);

    private final Map<String, Effect.Budget> byName = new LinkedHashMap<>();
    private final Map<String, TableReader> tables = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    /** Reads those of a file, and notes what is wrong with them. */
    void take(TableReader file) {
        file.tables(
                        "budgets",
                        "budget",
                        "`budgets` must be a list of tables; begin each with `[[budgets]]`")
                .forEach(this::add);
    }

    private void add(TableReader table) {
        table.refuseUnknown(KEYS);
        String name = table.required("id");
        if (!table.has("limit")) {
            table.report(table.position(), "budget has no `limit`");
        }
        long most = table.whole("limit", 0, RuleKeys.MOST_CALLS, 0);
        Duration window = table.seconds("window_seconds", RuleKeys.DAY_SECONDS);
        Set<Effect.Per> per = table.per();
        if (name == null) {
            return;
        }
        if (byName.putIfAbsent(name, new Effect.Budget(name, most, window, per)) != null) {
            table.report(table.valueAt("id"), "there is a budget `" + name + "` already");
        } else {
            tables.put(name, table);
        }
    }

    /** The one that a rule names; null, with a problem noted, if there is none. */
    Effect.@Nullable Budget find(String name, TableReader rule) {
        Effect.Budget budget = byName.get(name);
        if (budget == null) {
            rule.report(
                    rule.valueAt("budget"),
                    "there is no budget `" + name + "`" + Suggestion.of(name, byName.keySet()));
        }
        used.add(name);
        return budget;
    }

    /** Says which are not drawn from. */
    void warnOfUnused(List<Problem> warnings) {
        tables.forEach(
                (name, table) -> {
                    if (!used.contains(name)) {
                        warnings.add(
                                new Problem(
                                        table.position(),
                                        "no rule spends anything of budget `" + name + "`"));
                    }
                });
    }
}
