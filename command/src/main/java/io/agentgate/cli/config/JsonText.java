package io.agentgate.cli.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configuration in JSON. */
final class JsonText {
    private static final int MAX_DEPTH = 16;

    private final Path file;
    private final JsonParser json;
    private final Problems problems;

    private JsonText(Path file, JsonParser json, Problems problems) {
        this.file = file;
        this.json = json;
        this.problems = problems;
    }

    static ConfigTable read(Path file, String text, Problems problems) {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                        .build();
        try (JsonParser json = factory.createParser(text)) {
            return new JsonText(file, json, problems).whole();
        } catch (IOException impossible) {
            // It is read from memory.
            throw new UncheckedIOException(impossible);
        }
    }

    private ConfigTable whole() throws IOException {
        Place start = new Place.InFile(file, 1, 1);
        try {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                problems.report(start, "the file must be one JSON object");
                return new ConfigTable(start);
            }
            ConfigTable table = table();
            if (json.nextToken() != null) {
                problems.report(place(json.currentTokenLocation()), "something follows the object");
            }
            return table;
        } catch (JsonProcessingException wrong) {
            JsonLocation at = wrong.getLocation();
            problems.report(
                    at == null ? start : place(at), "not JSON: " + wrong.getOriginalMessage());
            return new ConfigTable(start);
        }
    }

    private ConfigTable table() throws IOException {
        ConfigTable table = new ConfigTable(place(json.currentTokenLocation()));
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            Place place = place(json.currentTokenLocation());
            json.nextToken();
            if (!table.put(key, new ConfigTable.Entry(place, value()))) {
                problems.report(place, "`" + key + "` is there twice");
            }
        }
        return table;
    }

    private @Nullable Object value() throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> table();
            case START_ARRAY -> list();
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> whole(json.getText());
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_NULL,
                    NOT_AVAILABLE,
                    END_OBJECT,
                    END_ARRAY,
                    FIELD_NAME,
                    VALUE_EMBEDDED_OBJECT ->
                    null;
        };
    }

    /** A number that is too large for any key is none. */
    private static Object whole(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Double.parseDouble(digits);
        }
    }

    private ConfigList list() throws IOException {
        List<ConfigTable.Entry> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Place place = place(json.currentTokenLocation());
            list.add(new ConfigTable.Entry(place, value()));
        }
        return new ConfigList(list);
    }

    private Place place(JsonLocation at) {
        return new Place.InFile(file, at.getLineNr(), at.getColumnNr());
    }
}
