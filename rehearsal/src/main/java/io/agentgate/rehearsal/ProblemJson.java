package io.agentgate.rehearsal;

import io.agentgate.policy.Problem;
import io.agentgate.protocol.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts that the JSON of several commands has. */
public final class ProblemJson {
    private ProblemJson() {}

    /** A list of problems, each of {@code line}, {@code column} and {@code message}. */
    public static void write(JsonWriter json, List<Problem> problems) {
        json.beginArray();
        for (Problem problem : problems) {
            json.beginObject().name("line").value(problem.position().line());
            json.name("column").value(problem.position().column());
            json.name("message").value(problem.message()).endObject();
        }
        json.endArray();
    }

    /** A text, or null. */
    public static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
