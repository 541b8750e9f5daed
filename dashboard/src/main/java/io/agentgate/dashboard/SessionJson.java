package io.agentgate.dashboard;

import io.agentgate.protocol.JsonWriter;
import java.util.EnumSet;

/** What pages are told of whoever is signed in, or has to be. */
public final class SessionJson {
    private SessionJson() {}

    /** Who somebody is, and what they may. */
    public static JsonWriter of(Visitor visitor) {
        JsonWriter json = new JsonWriter().beginObject().name("signed_in").value(true);
        json.name("name").value(visitor.name());
        json.name("rights").beginArray();
        for (Right right : EnumSet.allOf(Right.class)) {
            if (visitor.rights().contains(right)) {
                json.value(right.word());
            }
        }
        return json.endArray().endObject();
    }
}
