package io.agentgate.gateway.killswitch;

import io.agentgate.protocol.JsonWriter;
import org.jspecify.annotations.Nullable;

/** A kill switch as members of a JSON object. */
public final class SwitchJson {
    private SwitchJson() {}

    /** Writes an object with them; those that do not apply are null. */
    public static void write(JsonWriter json, KeptSwitch kept) {
        json.beginObject();
        members(json, kept);
        json.endObject();
    }

    /** Writes them into an object that was begun. */
    public static void members(JsonWriter json, KeptSwitch kept) {
        KillSwitch stop = kept.stop();
        ScopeText scope = ScopeText.of(stop.scope());
        json.name("id").value(stop.id());
        json.name("scope").value(scope.scope());
        text(json.name("server"), scope.server());
        text(json.name("name"), scope.name());
        json.name("reason").value(stop.reason());
        json.name("since").value(stop.since().toString());
        json.name("by").value(kept.by());
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
