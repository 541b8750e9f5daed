package io.agentgate.policy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule wants the server to say of a tool. Unknown as long as the server has not listed it.
 *
 * @param wanted what each hint must be; nothing for any tool
 */
public record Annotations(Map<ToolHints.Hint, Boolean> wanted) {
    /** Any tool. */
    public static final Annotations ANY = new Annotations(Map.of());

    public Annotations {
        wanted =
                Collections.unmodifiableMap(
                        wanted.isEmpty()
                                ? new EnumMap<>(ToolHints.Hint.class)
                                : new EnumMap<>(wanted));
    }

    public boolean isAny() {
        return wanted.isEmpty();
    }

    Truth truth(Facts facts) {
        return wanted.isEmpty() ? Truth.TRUE : truth(facts.background().hints());
    }

    Truth truth(@Nullable ToolHints said) {
        if (wanted.isEmpty()) {
            return Truth.TRUE;
        }
        if (said == null) {
            return Truth.UNKNOWN;
        }
        for (Map.Entry<ToolHints.Hint, Boolean> each : wanted.entrySet()) {
            if (said.says(each.getKey()) != each.getValue()) {
                return Truth.FALSE;
            }
        }
        return Truth.TRUE;
    }

    /** As a rule says it. */
    @Override
    public String toString() {
        return wanted.entrySet().stream()
                .map(each -> each.getKey().key() + " = " + each.getValue())
                .collect(Collectors.joining(", ", "annotations = { ", " }"));
    }
}
