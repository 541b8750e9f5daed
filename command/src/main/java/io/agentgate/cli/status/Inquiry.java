package io.agentgate.cli.status;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question that a process is asked, and how its answer is read.
 *
 * @param ask the word for it, which is the name of the answer's member, too
 * @param mostBytes the longest answer
 * @param read reads that member's value
 */
record Inquiry<A>(String ask, int mostBytes, Function<Value, A> read) {
    /** Longest question, in bytes. */
    static final int MAX_QUESTION_BYTES = 1 << 10;

    /** How is it? */
    static final Inquiry<ProcessState> STATE =
            new Inquiry<>(
                    "state",
                    1 << 20,
                    value -> StateJson.read(new JsonCursor(value.frame(), value.span())));

    /** How many kill switches are in force, once it has looked at them anew? */
    static final Inquiry<Integer> KILL_SWITCHES =
            new Inquiry<>("kill_switches", 1 << 10, Inquiry::wholeNumber);

    /** Which sessions go on? */
    static final Inquiry<OfProcess<SessionState>> SESSIONS =
            new Inquiry<>("sessions", 2 << 20, value -> OfProcess.read(value, SessionJson::read));

    /** Which servers are there, and what tools have they? */
    static final Inquiry<OfProcess<ServerTools>> SERVERS =
            new Inquiry<>("servers", 16 << 20, value -> OfProcess.read(value, ToolsJson::read));

    private static final long VERSION = 1;

    /** Asks it. */
    byte[] question() {
        return line(begin().name("ask").value(ask));
    }

    /**
     * Answers a question.
     *
     * @param question what came, without the end of its line
     */
    static byte[] answer(byte[] question, Told told) {
        String asked;
        try {
            asked = member(question, "ask");
        } catch (IllegalStateException | IndexOutOfBoundsException notJson) {
            return error("not a question");
        }
        JsonWriter json = begin();
        switch (String.valueOf(asked)) {
            case "state" -> {
                StateJson.write(json.name(STATE.ask).beginObject(), told.state());
                json.endObject();
            }
            case "kill_switches" -> json.name(KILL_SWITCHES.ask).value(told.killSwitches());
            case "sessions" -> {
                OfProcess.begin(json.name(SESSIONS.ask), told.command());
                SessionJson.write(json, told.sessions());
                json.endObject();
            }
            case "servers" -> {
                OfProcess.begin(json.name(SERVERS.ask), told.command());
                ToolsJson.write(json, told.servers());
                json.endObject();
            }
            default -> {
                return error("this version does not know that question");
            }
        }
        return line(json);
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
     * @throws IllegalArgumentException if it is none to this question
     */
    A answered(byte[] answer) {
        try {
            Value told = Value.of(Frame.of(answer)).member(ask);
            if (told != null) {
                return read.apply(told);
            }
        } catch (IllegalStateException | IndexOutOfBoundsException notJson) {
            throw new IllegalArgumentException("not JSON", notJson);
        }
        throw new IllegalArgumentException("no " + ask);
    }

    private static int wholeNumber(Value value) {
        return Integer.parseInt(String.valueOf(value.scalar()));
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
