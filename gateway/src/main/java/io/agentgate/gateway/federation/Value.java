package io.agentgate.gateway.federation;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A JSON value where it stands in a scanned frame. */
record Value(Frame frame, Span span) {

    /** The whole of a frame. */
    static Value of(Frame frame) {
        JsonCursor cursor = new JsonCursor(frame.bytes());
        return new Value(frame, cursor.skipValue());
    }

    private JsonCursor cursor() {
        return new JsonCursor(frame, span);
    }

    boolean isObject() {
        return cursor().next() == Token.BEGIN_OBJECT;
    }

    boolean isArray() {
        return cursor().next() == Token.BEGIN_ARRAY;
    }

    boolean isTrue() {
        return cursor().next() == Token.TRUE;
    }

    boolean isNull() {
        return cursor().next() == Token.NULL;
    }

    /** The members of an object, in their order; none of anything else. */
    Map<String, Value> members() {
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
    @Nullable Value member(String name) {
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
    @Nullable Value member(String outer, String inner) {
        Value value = member(outer);
        return value == null ? null : value.member(inner);
    }

    /** Hands out the elements of an array, in their order. */
    void eachElement(Consumer<Value> taker) {
        JsonCursor cursor = cursor();
        if (cursor.next() == Token.BEGIN_ARRAY) {
            while (cursor.next() != Token.END_ARRAY && cursor.token() != Token.END) {
                taker.accept(new Value(frame, cursor.restOfValue()));
            }
        }
    }

    /** The decoded text of a string; null of anything else. */
    @Nullable String text() {
        JsonCursor cursor = cursor();
        return cursor.next() == Token.STRING ? cursor.text() : null;
    }

    /** Whether a string does not stand there as it is. */
    boolean hasEscapes() {
        JsonCursor cursor = cursor();
        cursor.next();
        return cursor.hasEscapes();
    }

    /** What it is as an id: null if it is neither a string nor an integer. */
    @Nullable Id id() {
        return Id.fromToken(frame.bytes(), span);
    }

    byte[] bytes() {
        return frame.slice(span);
    }
}
