package io.agentgate.cluster.bundle;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of a bundle as maps, lists, texts, numbers and truth values, read strictly. */
final class BundleJson {
    private static final int MAX_DEPTH = 32;

    /** Members twice in one object have no meaning; a policy is at most some millions long. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(BundleService.MAX_BODY)
                                    .build())
                    .build();

    /** What stands for null. */
    enum Absent {
        NULL
    }

    private BundleJson() {}

    static Members parse(byte[] json) throws BundleException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            Object whole = value(parser);
            if (parser.nextToken() != null) {
                throw new BundleException("the bundle has something behind it");
            }
            if (!(whole instanceof Map<?, ?> members)) {
                throw new BundleException("the bundle is not a JSON object");
            }
            return Members.of("", members);
        } catch (StreamConstraintsException tooLarge) {
            throw new BundleException("the bundle is nested too deeply, or too large");
        } catch (JacksonException wrong) {
            throw new BundleException(
                    "the bundle is not JSON: line "
                            + wrong.getLocation().getLineNr()
                            + ", column "
                            + wrong.getLocation().getColumnNr());
        } catch (IOException unreadable) {
            throw new BundleException("the bundle cannot be read");
        }
    }

    private static Object value(JsonParser parser) throws IOException, BundleException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new BundleException("the bundle is empty or cut off");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Absent.NULL;
            case FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new BundleException("the bundle is not JSON");
        };
    }

    private static Map<String, Object> object(JsonParser parser)
            throws IOException, BundleException {
        Map<String, Object> members = new LinkedHashMap<>();
        for (@Nullable String name = parser.nextFieldName();
                name != null;
                name = parser.nextFieldName()) {
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<Object> list(JsonParser parser) throws IOException, BundleException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }
}
