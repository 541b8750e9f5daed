package io.agentgate.gateway.lifting;

import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Span;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server as its answer to {@code initialize} shows it, for clients that never see that answer.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/server/discover">MCP
 *     2026-07-28, server/discover</a>
 */
public final class LiftingServer {
    /** Tasks of the handshake era are others than those of the stateless era's extension. */
    private static final String TASKS = "tasks";

    private final Frame answer;
    private final Map<String, Span> result;
    private final Map<String, Span> capabilities;

    /**
     * @param answer the server's to {@code initialize}, with a result
     */
    public LiftingServer(Frame answer) {
        this.answer = answer;
        this.result =
                ObjectMembers.of(
                        answer,
                        ObjectMembers.of(answer, ObjectMembers.whole(answer)).get("result"));
        this.capabilities = ObjectMembers.of(answer, result.get("capabilities"));
    }

    /** What it says of itself, JSON; null if nothing. */
    byte @Nullable [] serverInfo() {
        Span info = ObjectMembers.object(answer, result.get("serverInfo"));
        return info == null ? null : answer.slice(info);
    }

    /** Whether it tells log messages. */
    public boolean logs() {
        return capabilities.containsKey("logging");
    }

    /**
     * Whether it declares something of a capability.
     *
     * @param capability such as {@code resources}
     * @param detail such as {@code subscribe}
     */
    public boolean declares(String capability, String detail) {
        Span declared = capabilities.get(capability);
        return ObjectMembers.isTrue(answer, ObjectMembers.of(answer, declared).get(detail));
    }

    /** The answer to {@code server/discover}. */
    public Frame discovered(Id id) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("resultType").value("complete");
        json.name("supportedVersions").beginArray().value(Era.STATELESS_REVISION).endArray();
        json.name("capabilities").beginObject();
        capabilities.forEach(
                (name, value) -> {
                    if (!name.equals(TASKS)) {
                        json.name(name).raw(answer.slice(value));
                    }
                });
        json.endObject();
        Span instructions = result.get("instructions");
        if (instructions != null) {
            json.name("instructions").raw(answer.slice(instructions));
        }
        json.name("ttlMs").value(0).name("cacheScope").value("private");
        meta(json);
        return Replies.result(id, json.endObject().toBytes());
    }

    /** Writes the member that says who answers, if that is known. */
    void meta(JsonWriter json) {
        byte[] info = serverInfo();
        if (info != null) {
            json.name(Reserved.META).beginObject().name(Reserved.SERVER_INFO).raw(info).endObject();
        }
    }
}
