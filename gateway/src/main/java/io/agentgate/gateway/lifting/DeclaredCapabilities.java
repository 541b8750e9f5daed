package io.agentgate.gateway.lifting;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the stateless era says that it can do.
 *
 * @param json an object, as the client wrote it
 */
public record DeclaredCapabilities(String json) {
    /** Longest that are taken, in bytes: a session of ours is held open for each. */
    public static final int MAX_BYTES = 16 << 10;

    /** Those of a request; null if it declares none, or too much. */
    public static @Nullable DeclaredCapabilities of(Request request) {
        Span span = request.params().capabilities();
        return span == null || span.length() > MAX_BYTES
                ? null
                : new DeclaredCapabilities(
                        new String(request.frame().slice(span), StandardCharsets.UTF_8));
    }

    /** As bytes of JSON. */
    public byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What a client would have to declare to be asked something, as JSON; null if it does.
     *
     * @param asked a request of a server
     */
    public byte @Nullable [] missing(Request asked) {
        return switch (asked.method()) {
            case "elicitation/create" ->
                    text(asked, "mode").equals("url")
                            ? missing("elicitation", "url")
                            : missing("elicitation", null);
            case "sampling/createMessage" ->
                    has(asked, "tools") ? missing("sampling", "tools") : missing("sampling", null);
            case "roots/list" -> missing("roots", null);
            default -> throw new IllegalArgumentException("nobody asks a client for this");
        };
    }

    /** The same for one that is to open URLs. */
    public byte @Nullable [] missingForUrls() {
        return missing("elicitation", "url");
    }

    private static String text(Request asked, String param) {
        String text =
                ObjectMembers.text(asked.frame(), ObjectMembers.at(asked.frame(), "params", param));
        return text == null ? "" : text;
    }

    private static boolean has(Request asked, String param) {
        return ObjectMembers.at(asked.frame(), "params", param) != null;
    }

    private byte @Nullable [] missing(String capability, @Nullable String detail) {
        Frame frame = Frame.of(bytes());
        Map<String, Span> declared = ObjectMembers.of(frame, ObjectMembers.whole(frame));
        Span value = ObjectMembers.object(frame, declared.get(capability));
        boolean there =
                value != null
                        && (detail == null || ObjectMembers.of(frame, value).containsKey(detail));
        if (there) {
            return null;
        }
        JsonWriter json = new JsonWriter().beginObject().name("requiredCapabilities");
        json.beginObject().name(capability).beginObject();
        if (detail != null) {
            json.name(detail).beginObject().endObject();
        }
        return json.endObject().endObject().endObject().toBytes();
    }
}
