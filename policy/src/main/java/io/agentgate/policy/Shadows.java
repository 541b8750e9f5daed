package io.agentgate.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What would have become of a request if everything in shadow mode were enforced.
 *
 * @param rules that would have had an effect, the deciding one last
 * @param byDefault whether the default would have denied it
 */
public record Shadows(List<Rule> rules, boolean byDefault) {
    /** Nothing else than what became of it. */
    public static final Shadows NONE = new Shadows(List.of(), false);

    /**
     * What one of them would have done.
     *
     * @param rule id of the rule; null for the default
     * @param decision {@code allow}, {@code deny}, {@code redact} or {@code count}
     */
    public record Entry(@Nullable String rule, String decision) {
        private String words() {
            return (rule == null ? "the default" : "rule '" + rule + "'") + " would " + decision;
        }
    }

    /** What each of them would have done, in the order of the file. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(rules.size() + 1);
        rules.forEach(rule -> entries.add(new Entry(rule.id(), verb(rule.effect()))));
        if (byDefault) {
            entries.add(new Entry(null, "deny"));
        }
        return entries;
    }

    /** In words for records; null where there is nothing to say. */
    public @Nullable String words() {
        return rules.isEmpty() && !byDefault
                ? null
                : entries().stream()
                        .map(Entry::words)
                        .collect(Collectors.joining(", ", "shadow: ", ""));
    }

    private static String verb(Effect effect) {
        return switch (effect) {
            case Effect.Allow _ -> "allow";
            case Effect.Deny _ -> "deny";
            case Effect.Redact _ -> "redact";
            case Effect.RateLimit _, Effect.Spend _, Effect.Concurrency _, Effect.Repeats _ ->
                    "count";
        };
    }
}
