package io.agentgate.gateway.audit;

import io.agentgate.protocol.JsonWriter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The redact rules that changed a body on its way, by their ids, in the order in which they did.
 *
 * @param rules each id once
 */
public record Redactions(List<String> rules) {
    /** The body went on as it came, or nobody knows. */
    public static final Redactions NONE = new Redactions(List.of());

    private static final String SEPARATOR = "\n";

    public Redactions {
        rules = rules.stream().map(id -> id.replace(SEPARATOR, " ")).distinct().toList();
    }

    /** These, and what changed the body after them. */
    public Redactions and(List<String> others) {
        return new Redactions(Stream.concat(rules.stream(), others.stream()).toList());
    }

    /** The stored form, an id a line; null if there are none. */
    public @Nullable String text() {
        return rules.isEmpty() ? null : String.join(SEPARATOR, rules);
    }

    /** Writes the ids as an array, for lines of JSON. */
    public void write(JsonWriter json) {
        json.beginArray();
        rules.forEach(json::value);
        json.endArray();
    }

    /** What {@link #text} is the stored form of. */
    public static Redactions ofText(@Nullable String text) {
        return text == null || text.isEmpty()
                ? NONE
                : new Redactions(List.of(text.split(SEPARATOR)));
    }
}
