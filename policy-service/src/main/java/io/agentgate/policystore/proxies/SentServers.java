package io.agentgate.policystore.proxies;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.agentgate.policystore.problem.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy sends of its servers. It is kept as it came, byte by byte; here is seen whether it
 * is an array of servers, and nothing behind it.
 */
final class SentServers {
    /** Most bytes of it. */
    static final int MAX_BYTES = 512 << 10;

    private static final ObjectReader READER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(LogicalType.Textual, SentServers::onlyTexts)
                    .build()
                    .readerForListOf(Server.class);

    private SentServers() {}

    private static void onlyTexts(MutableCoercionConfig texts) {
        texts.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
    }

    /** One server. */
    private record Server(
            @Nullable String name,
            @Nullable String transport,
            @Nullable String target,
            @Nullable String state,
            @Nullable String protocol,
            @Nullable String trouble,
            @Nullable List<@Nullable Tool> tools,
            int leftOut) {
        void check(String at) {
            required(at + "name", name);
            required(at + "transport", transport);
            required(at + "target", target);
            required(at + "state", state);
            if (leftOut < 0) {
                throw Refusal.invalid(at + "leftOut", "is negative");
            }
            if (tools == null) {
                throw Refusal.invalid(at + "tools", "is missing");
            }
            for (int place = 0; place < tools.size(); place++) {
                Tool tool = tools.get(place);
                required(at + "tools[" + place + "].name", tool == null ? null : tool.name);
            }
        }
    }

    /** A tool of it. */
    private record Tool(
            @Nullable String name,
            @Nullable Definition definition,
            @Nullable String operation,
            @Nullable String circuit) {}

    /** An object of JSON, whatever is in it. */
    @JsonDeserialize(using = DefinitionReader.class)
    private record Definition() {}

    private static final class DefinitionReader extends JsonDeserializer<Definition> {
        @Override
        public Definition deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                context.reportInputMismatch(Definition.class, "not an object");
            }
            json.skipChildren();
            return new Definition();
        }
    }

    private static void required(String field, @Nullable String text) {
        if (text == null) {
            throw Refusal.invalid(field, "is missing");
        }
    }

    /**
     * Gives back what may be kept. Takes computing time.
     *
     * @throws IOException if it is not JSON, or a member is unknown or of the wrong type
     */
    static String checked(@Nullable String sent) throws IOException {
        String json = sent == null ? "" : sent;
        if (json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw Refusal.tooLarge(MAX_BYTES);
        }
        List<@Nullable Server> servers = READER.readValue(json);
        if (servers == null) {
            throw Refusal.invalid("servers", "must be a list");
        }
        for (int place = 0; place < servers.size(); place++) {
            Server server = servers.get(place);
            if (server == null) {
                throw Refusal.invalid("[" + place + "]", "is missing");
            }
            server.check("[" + place + "].");
        }
        return json;
    }
}
