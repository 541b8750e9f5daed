package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.era.Mirror;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client of the stateless era adds to each message: members of its {@code _meta}, and the
 * headers that mirror it (MCP 2026-07-28, Streamable HTTP, request headers).
 */
final class Stamp {
    private static final String MEMBERS =
            "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}";
    private static final String META = "\"_meta\":{";
    private static final String ALL = META + MEMBERS + "}";
    private static final String PARAMS = "\"params\":{";
    private static final String NOTHING_ELSE = "," + PARAMS + ALL + "}";

    private Stamp() {}

    /** A message with what the era wants in its {@code _meta}; parameters have to have members. */
    static String on(String message) {
        if (!message.contains(PARAMS)) {
            return message.substring(0, message.length() - 1) + NOTHING_ELSE + "}";
        }
        return message.contains(META)
                ? message.replace(META, META + MEMBERS + ",")
                : message.replace(PARAMS, PARAMS + ALL + ",");
    }

    /** A message without what {@link #on} puts there, which has to be there. */
    static String off(String message) {
        return !message.contains(MEMBERS)
                ? "without its stamp: " + message
                : message.replace(NOTHING_ELSE, "")
                        .replace(ALL + ",", "")
                        .replace(MEMBERS + ",", "");
    }

    /**
     * The headers of a message, each with its end; only the first where it cannot be read.
     *
     * @param otherwise what headers say instead; null where they are left out
     */
    static String headers(String message, Map<String, @Nullable String> otherwise) {
        Mirror mirror =
                switch (new Scanner(Limits.DEFAULT, Peer.CLIENT).scan(message.getBytes(UTF_8))) {
                    case Request request -> Mirror.of(request, List.of());
                    case Notification notification -> only(notification.method());
                    case Malformed _, Response _ -> only(null);
                };
        Map<String, @Nullable String> headers = new LinkedHashMap<>();
        headers.put("MCP-Protocol-Version", mirror.revision());
        headers.put("Mcp-Method", mirror.method());
        headers.put("Mcp-Name", mirror.name());
        headers.putAll(otherwise);
        StringBuilder text = new StringBuilder();
        headers.forEach((name, value) -> text.append(header(name, value)));
        return text.toString();
    }

    private static Mirror only(@Nullable String method) {
        return new Mirror(Era.STATELESS_REVISION, method, null, List.of());
    }

    private static String header(String name, @Nullable String value) {
        return value == null ? "" : name + ": " + value + "\r\n";
    }
}
