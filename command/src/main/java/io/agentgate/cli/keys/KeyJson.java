package io.agentgate.cli.keys;

import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.protocol.JsonWriter;
import java.time.Instant;
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

    private static void time(JsonWriter json, @Nullable Instant time) {
        if (time == null) {
            json.nullValue();
        } else {
            json.value(time.toString());
        }
    }
}
