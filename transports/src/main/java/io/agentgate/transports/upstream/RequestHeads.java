package io.agentgate.transports.upstream;

import io.agentgate.gateway.era.Mirror;
import io.agentgate.transports.entrance.MediaTypes;
import io.agentgate.transports.entrance.VisibleText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The heads of requests to one server (RFC 9112, section 3). What is the same in all of them is
 * written once.
 */
final class RequestHeads {
    private static final String LINE_END = "\r\n";
    private static final byte[] END = ascii(LINE_END);
    private static final byte[] PROTOCOL_VERSION = ascii("mcp-protocol-version: ");
    private static final byte[] SESSION_ID = ascii("mcp-session-id: ");
    private static final byte[] LAST_EVENT_ID = ascii("last-event-id: ");
    private static final byte[] LENGTH = ascii("content-length: ");

    private static final byte[] METHOD = ascii("mcp-method: ");
    private static final byte[] NAME = ascii("mcp-name: ");

    /** Most bytes of the three headers with values of peers, their names and the length. */
    private static final int MAX_VARIABLE = 3 * (VisibleText.MAX_LENGTH + 32) + 64;

    private final byte[] post;
    private final byte[] get;
    private final byte[] delete;

    RequestHeads(UpstreamSettings settings) {
        this(settings, target(settings.uri()));
    }

    /**
     * @param target the path and the query, with nothing in them that must be escaped
     */
    RequestHeads(UpstreamSettings settings, String target) {
        URI uri = settings.uri();
        StringBuilder same = new StringBuilder(" ").append(target).append(" HTTP/1.1\r\n");
        same.append("host: ").append(uri.getRawAuthority()).append(LINE_END);
        for (Map.Entry<String, String> header : settings.headers()) {
            same.append(header.getKey()).append(": ").append(header.getValue()).append(LINE_END);
        }
        String both = MediaTypes.JSON + ", " + MediaTypes.EVENT_STREAM;
        post = head("POST", same, "content-type: " + MediaTypes.JSON, "accept: " + both);
        get = head("GET", same, "accept: " + MediaTypes.EVENT_STREAM);
        delete = head("DELETE", same, "accept: " + MediaTypes.EVENT_STREAM);
    }

    private static String target(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
    }

    private static byte[] head(String method, CharSequence same, String... headers) {
        StringBuilder head = new StringBuilder(method).append(same);
        for (String header : headers) {
            head.append(header).append(LINE_END);
        }
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * How long a head is at most.
     *
     * @param proof the lines that show who asks
     */
    int maxLength(byte[] proof) {
        return post.length + proof.length + MAX_VARIABLE;
    }

    void post(
            ByteBuf out,
            @Nullable String sessionId,
            ForwardedHeaders headers,
            byte[] proof,
            int bodyLength) {
        variable(out.writeBytes(post).writeBytes(proof), sessionId, headers);
        out.writeBytes(LENGTH);
        ByteBufUtil.writeAscii(out, Integer.toString(bodyLength));
        out.writeBytes(END).writeBytes(END);
    }

    void get(ByteBuf out, @Nullable String sessionId, ForwardedHeaders headers, byte[] proof) {
        variable(out.writeBytes(get).writeBytes(proof), sessionId, headers);
        out.writeBytes(END);
    }

    void delete(ByteBuf out, @Nullable String sessionId, ForwardedHeaders headers, byte[] proof) {
        variable(out.writeBytes(delete).writeBytes(proof), sessionId, headers);
        out.writeBytes(END);
    }

    private static void variable(
            ByteBuf out, @Nullable String sessionId, ForwardedHeaders headers) {
        put(out, PROTOCOL_VERSION, headers.protocolVersion());
        put(out, SESSION_ID, sessionId);
        put(out, LAST_EVENT_ID, headers.lastEventId());
        Mirror mirror = headers.mirror();
        if (mirror != null) {
            mirror(out, mirror);
        }
    }

    private static void mirror(ByteBuf out, Mirror mirror) {
        put(out, METHOD, mirror.method());
        put(out, NAME, mirror.name());
        for (Mirror.Param param : mirror.params()) {
            put(out, ascii(param.header() + ": "), param.value());
        }
    }

    private static boolean isWritable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }

    private static void put(ByteBuf out, byte[] name, @Nullable String value) {
        if (value == null) {
            return;
        }
        if (!isWritable(value)) {
            // Refused long before; in a head it would be another header, or another request.
            throw new IllegalArgumentException("a header's value cannot be written");
        }
        out.writeBytes(name);
        ByteBufUtil.writeAscii(out, value);
        out.writeBytes(END);
    }
}
