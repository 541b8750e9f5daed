package io.agentgate.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value of a call's arguments, as conditions read it. */
public sealed interface Value {

    /** Its JSON text without blanks and with sorted keys: equal for what is the same. */
    default String compact() {
        return CompactJson.of(this);
    }

    /** A decoded string. */
    record Text(String text) implements Value {}

    /** A number, {@code true}, {@code false} or {@code null}, as the document spells it. */
    record Scalar(String literal) implements Value {}

    /** An array. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** An object, its members in document order. */
    record Members(Map<String, Value> values) implements Value {
        public static final Members NONE = new Members(Map.of());

        public Members {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
