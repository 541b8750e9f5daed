package io.agentgate.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The responses that a gateway writes itself. */
public final class Replies {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private Replies() {}

    /**
     * Builds an error response.
     *
     * @param id repeated as it was spelled; null is written as a JSON null
     * @param dataJson valid JSON for the error's {@code data}, or null to leave it out
     */
    public static Frame error(
            @Nullable Id id, int code, String message, byte @Nullable [] dataJson) {
        JsonWriter json = begin(id).name("error").beginObject();
        json.name("code").value(code).name("message").value(message);
        if (dataJson != null) {
            json.name("data").raw(dataJson);
        }
        return Frame.of(json.endObject().endObject().toBytes());
    }

    /** Builds the error response to a refused message; see {@link Malformed#replyDue()}. */
    public static Frame error(Malformed refused) {
        return error(refused.id(), refused.code(), refused.reason(), null);
    }

    /**
     * Builds a response that carries a result.
     *
     * @param resultJson valid JSON
     */
    public static Frame result(Id id, byte[] resultJson) {
        return Frame.of(begin(id).name("result").raw(resultJson).endObject().toBytes());
    }

    private static JsonWriter begin(@Nullable Id id) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("jsonrpc").value("2.0");
        return json.name("id").raw(id == null ? NULL : id.sharedRaw());
    }
}
