package io.agentgate.protocol;

import io.agentgate.protocol.JsonCursor.Token;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A JSON value where it stands in a scanned frame. */
public record Value(Frame frame, Span span) {

    /** The whole of a frame. */
    public static Value of(Frame frame) {
        JsonCursor cursor = new JsonCursor(frame.bytes());
        return new Value(frame, cursor.skipValue());
    }

    private JsonCursor cursor() {
        return new JsonCursor(frame, span);
    }

    public boolean isObject() {
        return cursor().next() == Token.BEGIN_OBJECT;
    }

    public boolean isArray() {
        return cursor().next() == Token.BEGIN_ARRAY;
    }

    public boolean isTrue() {
        return cursor().next() == Token.TRUE;
    }

    public boolean isNull() {
        return cursor().next() == Token.NULL;
    }

    /** The members of an object, in their order; none of anything else. */
    public Map<String, Value> members() {
        Map<String, Value> members = new LinkedHashMap<>();
        JsonCursor cursor = cursor();
        if (cursor.next() == Token.BEGIN_OBJECT) {
            while (cursor.next() == Token.NAME) {
                members.put(cursor.text(), new Value(frame, cursor.skipValue()));
            }
        }
        return members;
    }

    /** The member of that name; null if there is none, or this is no object. */
    public @Nullable Value member(String name) {
        JsonCursor cursor = cursor();
        if (cursor.next() == Token.BEGIN_OBJECT) {
            while (cursor.next() == Token.NAME) {
                boolean wanted = cursor.text().equals(name);
                Span value = cursor.skipValue();
                if (wanted) {
                    return new Value(frame, value);
                }
            }
        }
        return null;
    }

    /** The member of a member; null if there is none. */
    public @Nullable Value member(String outer, String inner) {
        Value value = member(outer);
        return value == null ? null : value.member(inner);
    }

    /** An array of some of its elements, each byte by byte. */
    public byte[] only(List<Span> elements) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        for (Span element : elements) {
            if (array.size() > 1) {
                array.write(',');
            }
            array.write(frame.bytes(), element.start(), element.length());
        }
        array.write(']');
        return array.toByteArray();
    }

    /** Hands out the elements of an array, in their order. */
    public void eachElement(Consumer<Value> taker) {
        JsonCursor cursor = cursor();
        if (cursor.next() == Token.BEGIN_ARRAY) {
            while (cursor.next() != Token.END_ARRAY && cursor.token() != Token.END) {
                taker.accept(new Value(frame, cursor.restOfValue()));
            }
        }
    }

    /** The decoded text of a string; null of anything else. */
    public @Nullable String text() {
        JsonCursor cursor = cursor();
        return cursor.next() == Token.STRING ? cursor.text() : null;
    }

    /** A string decoded, a number or a truth as it is spelled; null of anything else. */
    public @Nullable String scalar() {
        JsonCursor cursor = cursor();
        return switch (cursor.next()) {
            case STRING, NUMBER, TRUE, FALSE -> cursor.text();
            case NAME, NULL, BEGIN_OBJECT, END_OBJECT, BEGIN_ARRAY, END_ARRAY, END -> null;
        };
    }

    /** Whether a string does not stand there as it is. */
    public boolean hasEscapes() {
        JsonCursor cursor = cursor();
        cursor.next();
        return cursor.hasEscapes();
    }

    /** What it is as an id: null if it is neither a string nor an integer. */
    public @Nullable Id id() {
        return Id.fromToken(frame.bytes(), span);
    }

    public byte[] bytes() {
        return frame.slice(span);
    }
}
