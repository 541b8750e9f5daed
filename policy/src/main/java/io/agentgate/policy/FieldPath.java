package io.agentgate.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way into the arguments: the member names from the outermost to the field itself; none for the
 * arguments as a whole.
 *
 * <p>A list on the way stands for each of its elements. A name that is missing on the way makes the
 * field missing.
 */
public record FieldPath(List<String> names) {
    public FieldPath {
        names = List.copyOf(names);
    }

    Truth ask(FieldTest test, Value.@Nullable Members arguments, Reading reading) {
        return arguments == null ? test.ofMissing() : ask(test, arguments, 0, reading);
    }

    private Truth ask(FieldTest test, Value value, int depth, Reading reading) {
        boolean there = depth == names.size();
        return switch (value) {
            case Value.Items items ->
                    there && test.takesLists()
                            ? test.ofItems(items)
                            : askEach(test, items.values(), depth, reading);
            case Value.Text text -> there ? text.ask(test, reading) : Truth.UNKNOWN;
            case Value.Scalar scalar -> there ? test.ofScalar(scalar.literal()) : Truth.UNKNOWN;
            case Value.Members members ->
                    there ? test.ofMembers(members) : askMember(test, members, depth, reading);
        };
    }

    private Truth askEach(FieldTest test, List<Value> values, int depth, Reading reading) {
        if (values.isEmpty()) {
            return Truth.UNKNOWN;
        }
        Truth joined = ask(test, values.getFirst(), depth, reading);
        for (int i = 1; i < values.size() && joined != reading.settled(); i++) {
            joined = reading.join(joined, ask(test, values.get(i), depth, reading));
        }
        return joined;
    }

    private Truth askMember(FieldTest test, Value.Members members, int depth, Reading reading) {
        Value member = members.values().get(names.get(depth));
        return member == null ? test.ofMissing() : ask(test, member, depth + 1, reading);
    }
}
