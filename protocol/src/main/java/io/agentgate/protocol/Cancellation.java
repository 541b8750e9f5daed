package io.agentgate.protocol;

import org.jspecify.annotations.Nullable;

/** The word that a request is given up (MCP 2025-11-25, basic/utilities/cancellation). */
public final class Cancellation {
    private Cancellation() {}

    /**
     * Of one request.
     *
     * @param reason words for whoever got the request; null for none
     */
    public static Frame of(Id request, @Nullable String reason) {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("method").value("notifications/cancelled").name("params").beginObject();
        json.name("requestId").raw(request.raw());
        if (reason != null) {
            json.name("reason").value(reason);
        }
        return Frame.of(json.endObject().endObject().toBytes());
    }
}
