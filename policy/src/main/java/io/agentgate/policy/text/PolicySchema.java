package io.agentgate.policy.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The JSON Schema of policy files, for editors: the keys there are and what they take. */
public final class PolicySchema {
    /** What says what a rule is for, of which one is needed. */
    private static final List<String> SCOPES =
            List.of("tool", "tools", "resources", "prompts", "methods");

    private final JsonGenerator json;

    private PolicySchema(JsonGenerator json) {
        this.json = json;
    }

    /** The schema, as JSON on one line. */
    public static String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new PolicySchema(json).file();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a writer to memory does not fail", impossible);
        }
        return text.toString();
    }

    private void file() throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.writeStringField("title", "AgentGate policy");
        properties(RuleKeys.OF_FILE);
        json.writeEndObject();
    }

    private void properties(List<RuleKeys.Key> keys) throws IOException {
        json.writeStringField("type", "object");
        json.writeBooleanField("additionalProperties", false);
        json.writeObjectFieldStart("properties");
        for (RuleKeys.Key key : keys) {
            json.writeObjectFieldStart(key.name());
            json.writeStringField("description", key.meaning());
            form(key.form());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void form(RuleKeys.Form form) throws IOException {
        switch (form) {
            case RuleKeys.Form.Text() -> text();
            case RuleKeys.Form.Word(List<String> words) -> texts("enum", words);
            case RuleKeys.Form.Texts() -> {
                list();
                text();
                json.writeEndObject();
            }
            case RuleKeys.Form.Words(List<String> words) -> {
                list();
                texts("enum", words);
                json.writeEndObject();
            }
            case RuleKeys.Form.Whole(long least, long most, long standard) -> {
                json.writeStringField("type", "integer");
                json.writeNumberField("minimum", least);
                json.writeNumberField("maximum", most);
                json.writeNumberField("default", standard);
            }
            case RuleKeys.Form.Flags(List<String> names) -> {
                table(names, "boolean");
                json.writeNumberField("minProperties", 1);
            }
            case RuleKeys.Form.Table(List<String> names) -> {
                table(names, "string");
                texts("required", names);
            }
            case RuleKeys.Form.Lists(List<String> names) -> lists(names);
            case RuleKeys.Form.Tables(List<RuleKeys.Key> keys, List<String> required) -> {
                list();
                properties(keys);
                texts("required", required);
                json.writeEndObject();
            }
            case RuleKeys.Form.Rules() -> {
                list();
                rule();
                json.writeEndObject();
            }
        }
    }

    private void list() throws IOException {
        json.writeStringField("type", "array");
        json.writeObjectFieldStart("items");
    }

    private void text() throws IOException {
        json.writeStringField("type", "string");
    }

    private void texts(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void table(List<String> names, String type) throws IOException {
        json.writeStringField("type", "object");
        json.writeBooleanField("additionalProperties", false);
        json.writeObjectFieldStart("properties");
        for (String name : names) {
            json.writeObjectFieldStart(name);
            json.writeStringField("type", type);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void lists(List<String> names) throws IOException {
        json.writeStringField("type", "object");
        json.writeBooleanField("additionalProperties", false);
        json.writeObjectFieldStart("properties");
        for (String name : names) {
            json.writeObjectFieldStart(name);
            list();
            text();
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void rule() throws IOException {
        properties(RuleKeys.all());
        texts("required", List.of("id", "action"));
        json.writeArrayFieldStart("anyOf");
        for (String scope : SCOPES) {
            json.writeStartObject();
            texts("required", List.of(scope));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("allOf");
        for (String action : RuleKeys.ACTIONS) {
            ofAction(action);
        }
        json.writeEndArray();
    }

    /** A key of another action is refused. */
    private void ofAction(String action) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("if");
        json.writeObjectFieldStart("properties");
        json.writeObjectFieldStart("action");
        json.writeStringField("const", action);
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectFieldStart("then");
        json.writeObjectFieldStart("properties");
        Set<String> foreign = new LinkedHashSet<>();
        RuleKeys.ACTIONS.forEach(other -> foreign.addAll(RuleKeys.names(RuleKeys.ofAction(other))));
        RuleKeys.names(RuleKeys.ofAction(action)).forEach(foreign::remove);
        for (String key : foreign) {
            json.writeBooleanField(key, false);
        }
        json.writeEndObject();
        switch (action) {
            case "redact" -> texts("required", List.of("pattern"));
            case "spend" -> texts("required", List.of("budget"));
            default -> {}
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
