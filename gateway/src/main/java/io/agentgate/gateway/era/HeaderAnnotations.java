package io.agentgate.gateway.era;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Span;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The annotations {@code x-mcp-header} of one input schema, held against what makes them valid (MCP
 * 2026-07-28, Streamable HTTP, schema extension). Reads a schema once, from its beginning to its
 * end.
 */
final class HeaderAnnotations {
    /** The name of the annotation. */
    static final String NAME = "x-mcp-header";

    private static final String PROPERTIES = "properties";
    private static final Set<String> MIRRORED = Set.of("string", "integer", "boolean");

    /** A token (RFC 9110, section 5.6.2). */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Keywords whose members are schemas (JSON Schema 2020-12, core, and what came before it). */
    private static final Set<String> NAMED =
            Set.of("patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions");

    /** Keywords that are schemas, or lists of them. */
    private static final Set<String> NESTED =
            Set.of(
                    "items",
                    "prefixItems",
                    "additionalItems",
                    "unevaluatedItems",
                    "contains",
                    "additionalProperties",
                    "unevaluatedProperties",
                    "propertyNames",
                    "contentSchema",
                    "oneOf",
                    "anyOf",
                    "allOf",
                    "not",
                    "if",
                    "then",
                    "else");

    private final JsonCursor cursor;
    private final Set<String> names = new HashSet<>();
    private @Nullable Flaw flaw;

    /** What is wrong with an annotation. */
    enum Flaw {
        PLACE("stands where no property leads to"),
        NAME("is not a token"),
        TYPE("is of what is no string, integer or boolean"),
        TWICE("names a header twice");

        private final String words;

        Flaw(String words) {
            this.words = words;
        }

        /** What it does, in words. */
        String words() {
            return words;
        }
    }

    private HeaderAnnotations(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** The first flaw of a schema; null if it has none. */
    static @Nullable Flaw flaw(Frame frame, Span schema) {
        HeaderAnnotations read = new HeaderAnnotations(new JsonCursor(frame, schema));
        if (read.cursor.next() == Token.BEGIN_OBJECT) {
            // Not the whole of the arguments can be mirrored, but what stands below it.
            read.schema(false, true);
        }
        return read.flaw;
    }

    /** Whether arguments of a type can be mirrored. */
    static boolean isMirrored(String type) {
        return MIRRORED.contains(type);
    }

    /** Whether a header can be called so. */
    static boolean isToken(String name) {
        return TOKEN.matcher(name).matches();
    }

    /**
     * Reads an object that has just begun.
     *
     * @param isProperty whether nothing but properties leads to it
     * @param leads whether its properties are such
     */
    private void schema(boolean isProperty, boolean leads) {
        boolean annotated = false;
        String header = null;
        String type = null;
        while (cursor.next() == Token.NAME) {
            String name = cursor.text();
            cursor.next();
            switch (name) {
                case NAME -> {
                    annotated = true;
                    header = text();
                }
                case "type" -> type = text();
                case PROPERTIES -> members(leads);
                default -> {
                    if (NAMED.contains(name)) {
                        members(false);
                    } else if (NESTED.contains(name)) {
                        nested();
                    } else {
                        cursor.restOfValue();
                    }
                }
            }
        }
        if (annotated && flaw == null) {
            flaw = flaw(isProperty, header, type);
        }
    }

    private @Nullable Flaw flaw(
            boolean isProperty, @Nullable String header, @Nullable String type) {
        if (!isProperty) {
            return Flaw.PLACE;
        }
        if (header == null || !isToken(header)) {
            return Flaw.NAME;
        }
        if (type == null || !isMirrored(type)) {
            return Flaw.TYPE;
        }
        return names.add(header.toLowerCase(Locale.ROOT)) ? null : Flaw.TWICE;
    }

    /** The text of a string; null of anything else, which is read to its end. */
    private @Nullable String text() {
        if (cursor.token() == Token.STRING) {
            return cursor.text();
        }
        cursor.restOfValue();
        return null;
    }

    private void members(boolean lead) {
        if (cursor.token() != Token.BEGIN_OBJECT) {
            cursor.restOfValue();
            return;
        }
        while (cursor.next() == Token.NAME) {
            if (cursor.next() == Token.BEGIN_OBJECT) {
                schema(lead, lead);
            } else {
                cursor.restOfValue();
            }
        }
    }

    private void nested() {
        if (cursor.token() == Token.BEGIN_OBJECT) {
            schema(false, false);
        } else if (cursor.token() == Token.BEGIN_ARRAY) {
            Token element = cursor.next();
            while (element != Token.END_ARRAY && element != Token.END) {
                if (element == Token.BEGIN_OBJECT) {
                    schema(false, false);
                } else {
                    cursor.restOfValue();
                }
                element = cursor.next();
            }
        }
    }
}
