package io.agentgate.gateway.federation;

import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What several servers declare, as one: the members of all objects, deep; true where one says true;
 * else what the first says.
 */
final class Union {
    private Union() {}

    /** Writes the union of at least one value. */
    static void write(JsonWriter json, List<Value> values) {
        Value first = values.getFirst();
        if (!first.isObject()) {
            json.raw(scalar(values).bytes());
            return;
        }
        json.beginObject();
        members(values)
                .forEach(
                        (name, each) -> {
                            json.name(name);
                            write(json, each);
                        });
        json.endObject();
    }

    /** What each object says under each name, in the order in which names come. */
    static Map<String, List<Value>> members(List<Value> objects) {
        Map<String, List<Value>> members = new LinkedHashMap<>();
        for (Value object : objects) {
            object.members()
                    .forEach(
                            (name, value) ->
                                    members.computeIfAbsent(name, fresh -> new ArrayList<>())
                                            .add(value));
        }
        return members;
    }

    private static Value scalar(List<Value> values) {
        for (Value value : values) {
            if (value.isTrue()) {
                return value;
            }
        }
        return values.getFirst();
    }
}
