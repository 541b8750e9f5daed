package io.agentgate.gateway.federation;

import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the results of several servers hold beside what the gateway merges: their {@code _meta}, and
 * members it does not know.
 */
final class Remainders {
    /** What only the gateway may say in a {@code _meta}. */
    private static final String RESERVED = "io.agentgate/";

    private Remainders() {}

    /** Writes the unknown members that all servers that have them agree on. */
    static void writeUnknown(JsonWriter json, Map<Member, Value> results, Set<String> known) {
        Union.members(List.copyOf(results.values()))
                .forEach(
                        (name, values) -> {
                            if (!known.contains(name) && !name.equals("_meta") && agree(values)) {
                                json.name(name).raw(values.getFirst().bytes());
                            }
                        });
    }

    private static boolean agree(List<Value> values) {
        byte[] first = values.getFirst().bytes();
        return values.stream().allMatch(value -> Arrays.equals(first, value.bytes()));
    }

    /**
     * Writes {@code _meta}, if there is anything to say: a single server's as it is, those of
     * several under their names, and what is wrong with the rest.
     */
    static void writeMeta(
            JsonWriter json, Map<Member, Value> results, Map<Member, Trouble> troubles) {
        Map<Member, Value> metas = new LinkedHashMap<>();
        results.forEach(
                (member, result) -> {
                    Value meta = result.member("_meta");
                    if (meta != null && meta.isObject()) {
                        metas.put(member, meta);
                    }
                });
        if (metas.isEmpty() && troubles.isEmpty()) {
            return;
        }
        json.name("_meta").beginObject();
        if (results.size() == 1) {
            metas.forEach((member, meta) -> members(json, meta));
        } else {
            metas.forEach(
                    (member, meta) -> {
                        json.name(member.name().text).beginObject();
                        members(json, meta);
                        json.endObject();
                    });
        }
        if (!troubles.isEmpty()) {
            json.name(Trouble.KEY);
            Trouble.write(json, troubles);
        }
        json.endObject();
    }

    private static void members(JsonWriter json, Value meta) {
        meta.members()
                .forEach(
                        (name, value) -> {
                            if (!name.startsWith(RESERVED)) {
                                json.name(name).raw(value.bytes());
                            }
                        });
    }
}
