package io.agentgate.cli.keys;

import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of an API key, as members of a JSON object; never its hash. */
final class KeyJson {
    private KeyJson() {}

    static void write(JsonWriter json, CallerKey key, Instant now) {
        json.name("id").value(key.id());
        json.name("caller").value(key.caller().name());
        json.name("created").value(key.created().toString());
        time(json.name("expires"), key.expires());
        time(json.name("revoked"), key.revoked());
        json.name("state").value(key.state(now).word());
    }

    /** All keys, as {@code keys list} shows them. */
    static JsonWriter all(List<CallerKey> keys, Instant now) {
        JsonWriter json = new JsonWriter().beginObject().name("keys").beginArray();
        for (CallerKey key : keys) {
            json.beginObject();
            write(json, key, now);
            json.endObject();
        }
        return json.endArray().endObject();
    }

    /** A key that was just made, with its secret. */
    static JsonWriter made(NewKey made, Instant now) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("key").value(made.key().reveal());
        write(json, made.entry(), now);
        CallerKey replaced = made.replaced();
        if (replaced != null) {
            json.name("replaces").beginObject();
            write(json, replaced, now);
            json.endObject();
        }
        return json.endObject();
    }

    static String text(JsonWriter json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    private static void time(JsonWriter json, @Nullable Instant time) {
        if (time == null) {
            json.nullValue();
        } else {
            json.value(time.toString());
        }
    }
}
