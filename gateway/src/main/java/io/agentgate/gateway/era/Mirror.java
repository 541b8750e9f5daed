package io.agentgate.gateway.era;

import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.HeaderValue;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the head of an HTTP request says of the message in its body, each as it stands in its
 * header; null where there is no such header (MCP 2026-07-28, Streamable HTTP, request headers).
 *
 * @param revision {@code MCP-Protocol-Version}
 * @param method {@code Mcp-Method}
 * @param name {@code Mcp-Name}
 * @param params those that begin with {@code Mcp-Param-}
 */
public record Mirror(
        @Nullable String revision,
        @Nullable String method,
        @Nullable String name,
        List<Param> params) {
    /** Most headers that mirror arguments. */
    public static final int MAX_PARAMS = 64;

    /**
     * A header that mirrors an argument.
     *
     * @param header its whole name, in lower case
     */
    public record Param(String header, String value) {
        /** The beginning of all their names. */
        public static final String PREFIX = "mcp-param-";

        /**
         * One for an argument.
         *
         * @param name as the tool's schema gives it in {@code x-mcp-header}
         * @param value the argument, as text
         */
        public static Param of(String name, String value) {
            return new Param(PREFIX + name.toLowerCase(Locale.ROOT), HeaderValue.encode(value));
        }
    }

    public Mirror {
        params = List.copyOf(params);
    }

    /**
     * The same for a message that was changed on its way: what was an argument, and is none any
     * more, stands in no header either.
     */
    public Mirror leaving(Frame changed) {
        if (params.isEmpty()) {
            return this;
        }
        Set<String> values = new HashSet<>();
        JsonCursor cursor = new JsonCursor(changed.bytes());
        for (Token token = cursor.next(); token != Token.END; token = cursor.next()) {
            switch (token) {
                case STRING, NUMBER, TRUE, FALSE -> values.add(cursor.text());
                default -> {}
            }
        }
        return new Mirror(
                revision,
                method,
                name,
                params.stream()
                        .filter(param -> values.contains(HeaderValue.decode(param.value())))
                        .toList());
    }

    /** What mirrors an argument, as it stands in its header; null if nothing does. */
    @Nullable String param(String argument) {
        String header = Param.PREFIX + argument.toLowerCase(Locale.ROOT);
        for (Param each : params) {
            if (each.header().equals(header)) {
                return each.value();
            }
        }
        return null;
    }

    /** The one that belongs to a request of the stateless era. */
    public static Mirror of(Request request, List<Param> params) {
        String name = name(request);
        return new Mirror(
                Era.STATELESS_REVISION,
                request.method(),
                name == null ? null : HeaderValue.encode(name),
                params);
    }

    /** What {@code Mcp-Name} has to say for a request; null if nothing. */
    static @Nullable String name(Request request) {
        return switch (request.method()) {
            case "tools/call", "prompts/get" -> request.params().name();
            case "resources/read" -> request.params().uri();
            case "tasks/get", "tasks/update", "tasks/cancel" -> request.params().taskId();
            default -> null;
        };
    }
}
