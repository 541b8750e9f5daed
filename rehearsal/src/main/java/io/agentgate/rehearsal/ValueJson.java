package io.agentgate.rehearsal;

import io.agentgate.policy.Value;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;

/** Values of arguments as the JSON they stand for. */
public final class ValueJson {
    private ValueJson() {}

    /** The text, in UTF-8. */
    public static byte[] of(Value value) {
        JsonWriter json = new JsonWriter();
        write(value, json);
        return json.toBytes();
    }

    private static void write(Value value, JsonWriter json) {
        switch (value) {
            case Value.Text text -> json.value(text.text());
            case Value.Scalar(String literal) -> json.raw(literal.getBytes(StandardCharsets.UTF_8));
            case Value.Items items -> {
                json.beginArray();
                items.values().forEach(item -> write(item, json));
                json.endArray();
            }
            case Value.Members members -> {
                json.beginObject();
                members.values().forEach((name, member) -> write(member, json.name(name)));
                json.endObject();
            }
        }
    }
}
