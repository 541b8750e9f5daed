package io.agentgate.gateway.bridge;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests say all that those of the stateless era say in their {@code _meta} (MCP
 * 2026-07-28, basic). Guarded by the lock of its link.
 */
final class Stamp {
    private static final String META = "_meta";
    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    private static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
    private static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
    private static final String INPUT_RESPONSES = "inputResponses";
    private static final String REQUEST_STATE = "requestState";

    /** What only this may say. */
    private static final Set<String> RESERVED =
            Set.of(VERSION, CAPABILITIES, CLIENT_INFO, LOG_LEVEL);

    private final Introduction client;
    private @Nullable String logLevel;

    Stamp(Introduction client) {
        this.client = client;
    }

    /** From now on the server is to send log messages of this level and above. */
    void logLevel(String level) {
        logLevel = level;
    }

    /**
     * What a client gives a server that asked for more input.
     *
     * @param responses results as the client gave them, by the keys of the server
     * @param state what the server wants to hear again, as it was spelled; null for nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // Written once, into one request.
    record Input(Map<String, byte[]> responses, byte @Nullable [] state) {}

    /** A request of ours. */
    Frame own(Id id, String method, Consumer<JsonWriter> params) {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("id").raw(id.raw()).name("method").value(method).name("params").beginObject();
        params.accept(json);
        json.name(META).raw(meta(null));
        return Frame.of(json.endObject().endObject().toBytes());
    }

    /**
     * A request of the client.
     *
     * @param id it goes under
     * @param input what the server asked for; null the first time
     */
    Frame of(Request request, Id id, @Nullable Input input) {
        List<Edit> edits = new ArrayList<>();
        edits.add(new Edit(request.idSpan(), id.raw()));
        Span place = request.params().span();
        JsonWriter added = new JsonWriter().beginObject();
        if (place == null) {
            added.name("params").beginObject().name(META).raw(meta(null)).endObject().endObject();
            edits.addAll(Members.changed(Value.of(request.frame()), Set.of(), added));
            return Members.splice(request.frame(), edits);
        }
        Value params = new Value(request.frame(), place);
        Value meta = params.member(META);
        boolean replaced = meta != null && meta.isObject();
        if (meta != null && replaced) {
            edits.add(new Edit(meta.span(), meta(meta)));
        } else {
            added.name(META).raw(meta(null));
        }
        if (input != null) {
            write(input, added);
        }
        // The last two are the server's to ask for, and not of the client's era.
        Set<String> dropped =
                replaced
                        ? Set.of(INPUT_RESPONSES, REQUEST_STATE)
                        : Set.of(META, INPUT_RESPONSES, REQUEST_STATE);
        edits.addAll(Members.changed(params, dropped, added.endObject()));
        return Members.splice(request.frame(), edits);
    }

    private static void write(Input input, JsonWriter to) {
        if (!input.responses().isEmpty()) {
            to.name(INPUT_RESPONSES).beginObject();
            input.responses().forEach((key, result) -> to.name(key).raw(result));
            to.endObject();
        }
        if (input.state() != null) {
            to.name(REQUEST_STATE).raw(input.state());
        }
    }

    /**
     * The whole {@code _meta} of a request.
     *
     * @param said what else the client said there; null for nothing
     */
    private byte[] meta(@Nullable Value said) {
        JsonWriter meta = new JsonWriter().beginObject();
        if (said != null) {
            said.members()
                    .forEach(
                            (name, value) -> {
                                if (!RESERVED.contains(name)) {
                                    meta.name(name).raw(value.bytes());
                                }
                            });
        }
        meta.name(VERSION).value(Era.STATELESS_REVISION);
        meta.name(CAPABILITIES).raw(client.capabilities());
        if (client.clientInfo() != null) {
            meta.name(CLIENT_INFO).raw(client.clientInfo());
        }
        if (logLevel != null) {
            meta.name(LOG_LEVEL).value(logLevel);
        }
        return meta.endObject().toBytes();
    }
}
