package io.agentgate.transports.websocket;

import io.agentgate.gateway.ticket.Tickets;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.entrance.Rejection;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The request by which a client asks to speak WebSocket, and its answer (RFC 6455, section 4.2).
 */
public final class Handshake {
    /** What is spoken: one message of MCP in one text. */
    public static final String PROTOCOL = "mcp";

    private static final String VERSION = "13";
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /** Why this request is none that can be taken, or null. */
    public static @Nullable Rejection objection(ClientRequest request) {
        HttpHeaders headers = request.headers();
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
                || !request.mayUpgrade()) {
            return new Rejection(426, "WebSocket is spoken here", "Upgrade", "websocket");
        }
        if (!List.of(VERSION).equals(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return new Rejection(
                    426,
                    "version 13 of WebSocket is spoken here",
                    "Sec-WebSocket-Version",
                    VERSION);
        }
        if (key(headers) == null) {
            return new Rejection(400, "Sec-WebSocket-Key must be 16 bytes in Base64");
        }
        if (!headers.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, PROTOCOL, false)) {
            return new Rejection(400, "Sec-WebSocket-Protocol must offer mcp");
        }
        boolean body =
                headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                        || !headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
        return body ? new Rejection(400, "a handshake has no body") : null;
    }

    /** The tickets that a request shows as subprotocols. */
    public static List<String> tickets(ClientRequest request) {
        return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip)
                .filter(word -> word.startsWith(Tickets.SUBPROTOCOL))
                .map(word -> word.substring(Tickets.SUBPROTOCOL.length()))
                .toList();
    }

    private static @Nullable String key(HttpHeaders headers) {
        List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (keys.size() != 1) {
            return null;
        }
        String key = keys.getFirst().strip();
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES ? key : null;
        } catch (IllegalArgumentException notEncoded) {
            return null;
        }
    }

    /** The head of the answer to a request without {@linkplain #objection objection}. */
    static byte[] answer(HttpHeaders request) {
        return ("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
                        + "sec-websocket-accept: "
                        + accept(String.valueOf(key(request)))
                        + "\r\nsec-websocket-protocol: "
                        + PROTOCOL
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String accept(String key) {
        try {
            byte[] both = (key + MAGIC).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has this algorithm (java.security.MessageDigest).
            throw new IllegalStateException(impossible);
        }
    }
}
