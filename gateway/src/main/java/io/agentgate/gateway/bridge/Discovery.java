package io.agentgate.gateway.bridge;

import io.agentgate.protocol.Era;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server said of itself (MCP 2026-07-28, {@code server/discover}).
 *
 * @param result the whole of it
 * @param capabilities an object
 */
record Discovery(Value result, Value capabilities) {
    private static final List<String> LISTS = List.of("tools", "prompts", "resources");
    private static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";

    /** That of an answer; null if this is none, or of a server that does not speak the era. */
    static @Nullable Discovery of(Response answer) {
        if (!(answer.outcome() instanceof Response.Result found)) {
            return null;
        }
        Value result = new Value(answer.frame(), found.span());
        Value kind = result.member("resultType");
        Value capabilities = result.member("capabilities");
        boolean complete = kind == null || "complete".equals(kind.text());
        return complete && capabilities != null && capabilities.isObject() && speaks(result)
                ? new Discovery(result, capabilities)
                : null;
    }

    private static boolean speaks(Value result) {
        Value versions = result.member("supportedVersions");
        boolean[] found = new boolean[1];
        if (versions != null) {
            versions.eachElement(each -> found[0] |= Era.isStateless(each.text()));
        }
        return found[0];
    }

    /** The lists of whose changes the server tells if it is listened to. */
    List<String> changing() {
        return LISTS.stream().filter(this::tellsOf).toList();
    }

    private boolean tellsOf(String list) {
        Value offered = capabilities.member(list, "listChanged");
        return offered != null && offered.isTrue();
    }

    /**
     * The result of {@code initialize} that says the same.
     *
     * @param server what it is called if it does not say
     */
    byte[] initialized(String agreed, String server) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("protocolVersion").value(agreed);
        json.name("capabilities").raw(capabilities.bytes());
        Value info = info();
        json.name("serverInfo");
        if (info == null) {
            json.beginObject().name("name").value(server).name("version").value("").endObject();
        } else {
            json.raw(info.bytes());
        }
        Value instructions = result.member("instructions");
        if (instructions != null && instructions.text() != null) {
            json.name("instructions").raw(instructions.bytes());
        }
        return json.endObject().toBytes();
    }

    private @Nullable Value info() {
        Value info = result.member("_meta", SERVER_INFO);
        return info != null && info.isObject() ? info : null;
    }
}
