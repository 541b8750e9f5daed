package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.Payload;
import io.agentgate.protocol.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object being written, where what is not known is left out. */
final class Members {
    private final JsonWriter json = new JsonWriter().beginObject();

    Members text(String name, @Nullable String value) {
        if (value != null) {
            json.name(name).value(value);
        }
        return this;
    }

    Members number(String name, long value) {
        json.name(name).value(value);
        return this;
    }

    /** The length of a payload; nothing else of it is told. */
    Members size(String name, @Nullable Payload payload) {
        return payload == null ? this : number(name, payload.fullLength());
    }

    Members texts(String name, String... values) {
        json.name(name).beginArray();
        for (String value : values) {
            json.value(value);
        }
        json.endArray();
        return this;
    }

    Members begin(String name) {
        json.name(name).beginObject();
        return this;
    }

    Members end() {
        json.endObject();
        return this;
    }

    byte[] toBytes() {
        return json.endObject().toBytes();
    }
}
