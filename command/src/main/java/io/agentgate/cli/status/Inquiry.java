package io.agentgate.cli.status;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonWriter;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one question there is so far, what is asked of it, and what is answered. */
final class Inquiry {
    /** Longest question, in bytes. */
    static final int MAX_QUESTION_BYTES = 1 << 10;

    /** Longest answer, in bytes. */
    static final int MAX_ANSWER_BYTES = 1 << 16;

    private static final long VERSION = 1;
    private static final String STATE = "state";

    private Inquiry() {}

    /** Asks for the state. */
    static byte[] question() {
        return line(begin().name("ask").value(STATE));
    }

    /**
     * Answers a question.
     *
     * @param question what came, without the end of its line
     */
    static byte[] answer(byte[] question, Supplier<ProcessState> state) {
        String asked;
        try {
            asked = member(question, "ask");
        } catch (IllegalStateException | IndexOutOfBoundsException notJson) {
            return error("not a question");
        }
        if (!STATE.equals(asked)) {
            return error("this version does not know that question");
        }
        JsonWriter json = begin().name(STATE).beginObject();
        StateJson.write(json, state.get());
        return line(json.endObject());
    }

    /** Says why there is no answer. */
    static byte[] error(String why) {
        return line(begin().name("error").value(why));
    }

    private static JsonWriter begin() {
        return new JsonWriter().beginObject().name("v").value(VERSION);
    }

    private static byte[] line(JsonWriter json) {
        byte[] object = json.endObject().toBytes();
        byte[] line = Arrays.copyOf(object, object.length + 1);
        line[object.length] = '\n';
        return line;
    }

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException if it tells no state
     */
    static ProcessState state(byte[] answer) {
        try {
            JsonCursor json = new JsonCursor(answer);
            json.next();
            while (json.next() == JsonCursor.Token.NAME) {
                if (json.text().equals(STATE)) {
                    return StateJson.read(json);
                }
                json.skipValue();
            }
        } catch (IllegalStateException | IndexOutOfBoundsException notJson) {
            throw new IllegalArgumentException("not JSON", notJson);
        }
        throw new IllegalArgumentException("no state");
    }

    private static @Nullable String member(byte[] object, String name) {
        JsonCursor json = new JsonCursor(object);
        if (json.next() != JsonCursor.Token.BEGIN_OBJECT) {
            return null;
        }
        while (json.next() == JsonCursor.Token.NAME) {
            boolean wanted = json.text().equals(name);
            json.skipValue();
            if (wanted) {
                return json.token() == JsonCursor.Token.STRING ? json.text() : null;
            }
        }
        return null;
    }
}
