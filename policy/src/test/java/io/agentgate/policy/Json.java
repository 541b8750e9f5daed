package io.agentgate.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON of tests, as values of a policy. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Value.Members members(String json) {
        return (Value.Members) value(tree(json.replace('`', '"')));
    }

    public static Value value(JsonNode node) {
        if (node.isTextual()) {
            return new Value.Text(node.textValue());
        }
        if (node.isArray()) {
            List<Value> items = new ArrayList<>();
            node.forEach(item -> items.add(value(item)));
            return new Value.Items(items);
        }
        if (node.isObject()) {
            Map<String, Value> members = new LinkedHashMap<>();
            node.properties().forEach(e -> members.put(e.getKey(), value(e.getValue())));
            return new Value.Members(members);
        }
        return new Value.Scalar(node.toString());
    }
}
