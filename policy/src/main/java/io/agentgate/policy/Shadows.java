package io.agentgate.policy;

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

    /** In words for records; null where there is nothing to say. */
    public @Nullable String words() {
        if (rules.isEmpty() && !byDefault) {
            return null;
        }
        String told =
                rules.stream()
                        .map(rule -> "rule '" + rule.id() + "' would " + verb(rule.effect()))
                        .collect(Collectors.joining(", "));
        if (byDefault) {
            told += (told.isEmpty() ? "" : ", ") + "the default would deny";
        }
        return "shadow: " + told;
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
