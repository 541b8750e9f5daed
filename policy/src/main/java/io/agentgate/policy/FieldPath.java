package io.agentgate.policy;

import io.agentgate.policy.regex.Regex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way into the arguments: the member names from the outermost to the field itself.
 *
 * <p>A list on the way stands for each of its elements. A name that is missing on the way makes the
 * field missing, and a missing field reads as the empty string.
 */
public record FieldPath(List<String> names) {
    public FieldPath {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a path has at least one name");
        }
    }

    Truth search(Value.@Nullable Members arguments, Regex regex, Reading reading) {
        return arguments == null
                ? Truth.of(regex.foundIn(""))
                : search(arguments, 0, regex, reading);
    }

    private Truth search(Value value, int depth, Regex regex, Reading reading) {
        return switch (value) {
            case Value.Items items -> searchEach(items.values(), depth, regex, reading);
            case Value.Text text ->
                    depth == names.size() ? Truth.of(regex.foundIn(text.text())) : Truth.UNKNOWN;
            case Value.Scalar _ -> Truth.UNKNOWN;
            case Value.Members members -> searchMember(members, depth, regex, reading);
        };
    }

    private Truth searchEach(List<Value> values, int depth, Regex regex, Reading reading) {
        if (values.isEmpty()) {
            return Truth.UNKNOWN;
        }
        Truth joined = search(values.getFirst(), depth, regex, reading);
        for (int i = 1; i < values.size() && joined != reading.settled(); i++) {
            joined = reading.join(joined, search(values.get(i), depth, regex, reading));
        }
        return joined;
    }

    private Truth searchMember(Value.Members members, int depth, Regex regex, Reading reading) {
        if (depth == names.size()) {
            return Truth.UNKNOWN;
        }
        Value member = members.values().get(names.get(depth));
        return member == null
                ? Truth.of(regex.foundIn(""))
                : search(member, depth + 1, regex, reading);
    }
}
