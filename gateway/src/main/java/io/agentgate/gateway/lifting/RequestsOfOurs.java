package io.agentgate.gateway.lifting;

import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;

/** What a gateway says for itself in a handshake session that it holds for others. */
public final class RequestsOfOurs {
    /** The method that asks a server what it speaks. */
    public static final String DISCOVER = "server/discover";

    private static final String REVISION = Era.HANDSHAKE_REVISIONS.getFirst();

    private RequestsOfOurs() {}

    /**
     * Begins the session.
     *
     * @param capabilities what the clients declare, an object of JSON
     * @param version of the gateway
     */
    public static Frame initialize(Id id, byte[] capabilities, String version) {
        JsonWriter json = request(id, "initialize").name("protocolVersion").value(REVISION);
        json.name("capabilities").raw(capabilities).name("clientInfo").beginObject();
        json.name("name").value("agentgate").name("version").value(version).endObject();
        return end(json);
    }

    /** The session goes on. */
    public static Frame initialized() {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("method").value("notifications/initialized").endObject();
        return Frame.of(json.toBytes());
    }

    /** Asks for log messages from a level on. */
    public static Frame setLevel(Id id, String level) {
        return end(request(id, "logging/setLevel").name("level").value(level));
    }

    /** Asks to be told of changes of a resource. */
    public static Frame subscribe(Id id, String uri) {
        return end(request(id, "resources/subscribe").name("uri").value(uri));
    }

    /** Asks not to be told any more. */
    public static Frame unsubscribe(Id id, String uri) {
        return end(request(id, "resources/unsubscribe").name("uri").value(uri));
    }

    /**
     * Asks a server whether it speaks the stateless era.
     *
     * @param version of the gateway
     */
    public static Frame discover(Id id, String version) {
        JsonWriter json = request(id, DISCOVER).name(Reserved.META).beginObject();
        json.name(Reserved.PREFIX + "protocolVersion").value(Era.STATELESS_REVISION);
        json.name(Reserved.PREFIX + "clientCapabilities").beginObject().endObject();
        json.name(Reserved.PREFIX + "clientInfo").beginObject();
        json.name("name").value("agentgate").name("version").value(version).endObject();
        return end(json.endObject());
    }

    private static JsonWriter request(Id id, String method) {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("id").raw(id.raw()).name("method").value(method);
        return json.name("params").beginObject();
    }

    private static Frame end(JsonWriter json) {
        return Frame.of(json.endObject().endObject().toBytes());
    }
}
