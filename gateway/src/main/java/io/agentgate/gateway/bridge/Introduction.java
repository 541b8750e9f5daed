package io.agentgate.gateway.bridge;

import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client said of itself when it began its session (MCP 2025-11-25, basic/lifecycle).
 *
 * @param requested the protocol revision it asked for
 * @param capabilities an object, as it spelled it
 * @param clientInfo likewise; null if it gave none
 */
@SuppressWarnings("ArrayRecordComponent") // Kept once for a session, and only written.
record Introduction(String requested, byte[] capabilities, byte @Nullable [] clientInfo) {
    /** It goes with every request, so a client may not say as much as it likes. */
    static final int MAX_BYTES = 32 << 10;

    private static final byte[] NONE = "{}".getBytes(StandardCharsets.US_ASCII);

    /** That of an {@code initialize}; null if it is none, or too long. */
    static @Nullable Introduction of(Request initialize) {
        Span place = initialize.params().span();
        if (place == null) {
            return null;
        }
        Value params = new Value(initialize.frame(), place);
        Value version = params.member("protocolVersion");
        String requested = version == null ? null : version.text();
        byte[] capabilities = object(params.member("capabilities"));
        byte[] clientInfo = object(params.member("clientInfo"));
        int length =
                (capabilities == null ? 0 : capabilities.length)
                        + (clientInfo == null ? 0 : clientInfo.length);
        return requested == null || length > MAX_BYTES
                ? null
                : new Introduction(
                        requested, capabilities == null ? NONE : capabilities, clientInfo);
    }

    private static byte @Nullable [] object(@Nullable Value value) {
        return value == null || !value.isObject() ? null : value.bytes();
    }

    /** The revision that is spoken with it: its own, if that is known here, or the latest. */
    String agreed() {
        return Era.HANDSHAKE_REVISIONS.contains(requested)
                ? requested
                : Era.HANDSHAKE_REVISIONS.getFirst();
    }

    /**
     * Whether a server may ask for an input: only what the client declared (MCP 2026-07-28,
     * basic/patterns/mrtr).
     *
     * @param params of the request for it; null if it has none
     */
    boolean mayBeAsked(String method, @Nullable Value params) {
        Value declared = Value.of(Frame.of(capabilities));
        return switch (method) {
            case "roots/list" -> isObject(declared.member("roots"));
            case "sampling/createMessage" -> isObject(declared.member("sampling"));
            case "elicitation/create" -> mayElicit(declared.member("elicitation"), params);
            default -> false;
        };
    }

    /** Who names no mode means forms (MCP 2025-11-25, client/elicitation). */
    private static boolean mayElicit(@Nullable Value declared, @Nullable Value params) {
        if (declared == null || !declared.isObject()) {
            return false;
        }
        Value mode = params == null ? null : params.member("mode");
        boolean isForm = mode == null || "form".equals(mode.text());
        boolean isUrl = mode != null && "url".equals(mode.text());
        boolean hasUrl = isObject(declared.member("url"));
        return isForm ? isObject(declared.member("form")) || !hasUrl : isUrl && hasUrl;
    }

    private static boolean isObject(@Nullable Value value) {
        return value != null && value.isObject();
    }
}
