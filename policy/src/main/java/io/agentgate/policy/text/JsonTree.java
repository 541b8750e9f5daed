package io.agentgate.policy.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Position;
import io.agentgate.policy.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON (RFC 8259); a name that stands twice in an object is refused. */
final class JsonTree {
    private static final int MAX_DEPTH = 64;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(PolicyText.MAX_LENGTH)
                                    .build())
                    .build();

    private final JsonParser parser;
    private final String file;

    private JsonTree(JsonParser parser, String file) {
        this.parser = parser;
        this.file = file;
    }

    static Tree.Table read(String text, String file) throws PolicyException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonTree reader = new JsonTree(parser, file);
            parser.nextToken();
            Position start = reader.here();
            Tree tree = parser.currentToken() == null ? null : reader.value();
            if (!(tree instanceof Tree.Table table)) {
                throw refusal(start, "the file must be one object of JSON");
            }
            if (parser.nextToken() != null) {
                throw refusal(reader.here(), "nothing may follow the object");
            }
            return table;
        } catch (JsonProcessingException wrong) {
            JsonLocation at = wrong.getLocation();
            Position where =
                    at == null
                            ? new Position(file, 1, 1)
                            : new Position(file, at.getLineNr(), at.getColumnNr());
            throw refusal(where, String.valueOf(wrong.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new IllegalStateException("a text in memory cannot be read", impossible);
        }
    }

    private static PolicyException refusal(Position where, String message) {
        return new PolicyException(List.of(new Problem(where, message)));
    }

    private Position here() {
        JsonLocation at = parser.currentTokenLocation();
        return new Position(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }

    private Tree value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> table();
            case START_ARRAY -> items();
            case VALUE_STRING -> new Tree.Text(parser.getText());
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? new Tree.Other("so large a number", parser.getText())
                            : new Tree.Whole(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> new Tree.Other("a number with a fraction", parser.getText());
            case VALUE_TRUE -> new Tree.Flag(true);
            case VALUE_FALSE -> new Tree.Flag(false);
            default -> new Tree.Other("null", "null");
        };
    }

    private Tree table() throws IOException {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Position key = here();
            parser.nextToken();
            Tree.Place place = place();
            entries.put(name, new Tree.Entry(key, value(), place));
        }
        return new Tree.Table(entries);
    }

    private Tree items() throws IOException {
        List<Tree.Item> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Tree.Place place = place();
            items.add(new Tree.Item(value(), place));
        }
        return new Tree.Items(items);
    }

    private Tree.Place place() {
        return Tree.Place.of(here());
    }
}
