package io.agentgate.cli.config;

import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schema of configurations, for editors: the keys there are and what they take. */
public final class ConfigSchema {
    private ConfigSchema() {}

    /** The schema, as JSON on one line. */
    public static String json() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("$schema").value("https://json-schema.org/draft/2020-12/schema");
        json.name("title").value("AgentGate configuration");
        table(json, "");
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    /** The members that say what a table has, the whole configuration for an empty name. */
    private static void table(JsonWriter json, String name) {
        json.name("type").value("object");
        json.name("additionalProperties").value(false);
        json.name("properties").beginObject();
        for (String child : ConfigKeys.of(name)) {
            String dotted = name.isEmpty() ? child : name + "." + child;
            json.name(child).beginObject();
            key(json, ConfigKeys.named(dotted));
            json.endObject();
        }
        json.endObject();
    }

    private static void key(JsonWriter json, ConfigKey key) {
        json.name("description").value(key.meaning());
        switch (key.form()) {
            case ConfigKey.Form.Whole(long least, long most) -> {
                json.name("type").value("integer");
                json.name("minimum").value(least);
                json.name("maximum").value(most);
            }
            case ConfigKey.Form.Truth() -> json.name("type").value("boolean");
            case ConfigKey.Form.Text() -> json.name("type").value("string");
            case ConfigKey.Form.Word(List<String> words) -> {
                json.name("enum").beginArray();
                words.forEach(json::value);
                json.endArray();
            }
            case ConfigKey.Form.Texts() -> {
                json.name("type").value("array");
                json.name("items").beginObject().name("type").value("string").endObject();
            }
            case ConfigKey.Form.NamedTexts() -> {
                json.name("type").value("object");
                json.name("additionalProperties").beginObject();
                json.name("type").value("string").endObject();
            }
            case ConfigKey.Form.NamedWholes(long least, long most) -> {
                json.name("type").value("object");
                json.name("additionalProperties").beginObject();
                json.name("type").value("integer");
                json.name("minimum").value(least);
                json.name("maximum").value(most).endObject();
            }
            case ConfigKey.Form.Table() -> table(json, key.name());
            case ConfigKey.Form.Tables() -> {
                json.name("oneOf").beginArray().beginObject();
                json.name("type").value("object");
                json.name("additionalProperties").beginObject();
                table(json, key.name() + "[]");
                json.endObject().endObject().beginObject();
                json.name("type").value("array");
                json.name("items").beginObject();
                table(json, key.name() + "[]");
                json.endObject().endObject().endArray();
            }
        }
        standard(json, key);
    }

    private static void standard(JsonWriter json, ConfigKey key) {
        String standard = key.standard();
        if (standard == null) {
            return;
        }
        json.name("default");
        switch (key.form()) {
            case ConfigKey.Form.Whole _, ConfigKey.Form.Truth _ ->
                    json.raw(standard.getBytes(StandardCharsets.US_ASCII));
            case ConfigKey.Form.Text _,
                    ConfigKey.Form.Word _,
                    ConfigKey.Form.Texts _,
                    ConfigKey.Form.NamedTexts _,
                    ConfigKey.Form.NamedWholes _,
                    ConfigKey.Form.Table _,
                    ConfigKey.Form.Tables _ ->
                    json.value(standard);
        }
    }
}
