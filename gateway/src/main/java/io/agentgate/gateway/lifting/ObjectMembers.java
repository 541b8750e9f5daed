package io.agentgate.gateway.lifting;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of objects where they stand in a scanned frame. */
final class ObjectMembers {
    private ObjectMembers() {}

    /** Where the whole of a frame stands. */
    static Span whole(Frame frame) {
        return new JsonCursor(frame.bytes()).skipValue();
    }

    /** The values of an object's members by their names, in their order; none of anything else. */
    static Map<String, Span> of(Frame frame, @Nullable Span object) {
        Map<String, Span> members = new LinkedHashMap<>();
        if (object == null) {
            return members;
        }
        JsonCursor cursor = new JsonCursor(frame, object);
        if (cursor.next() == Token.BEGIN_OBJECT) {
            while (cursor.next() == Token.NAME) {
                members.put(cursor.text(), cursor.skipValue());
            }
        }
        return members;
    }

    /** A member of a member of the whole; null if there is none. */
    static @Nullable Span at(Frame frame, String outer, String inner) {
        return of(frame, of(frame, whole(frame)).get(outer)).get(inner);
    }

    /** The value, if it is an object; null otherwise. */
    static @Nullable Span object(Frame frame, @Nullable Span value) {
        boolean is = value != null && new JsonCursor(frame, value).next() == Token.BEGIN_OBJECT;
        return is ? value : null;
    }

    static boolean isTrue(Frame frame, @Nullable Span value) {
        return value != null && new JsonCursor(frame, value).next() == Token.TRUE;
    }

    /** The decoded text of a string; null of anything else. */
    static @Nullable String text(Frame frame, @Nullable Span value) {
        if (value == null) {
            return null;
        }
        JsonCursor cursor = new JsonCursor(frame, value);
        return cursor.next() == Token.STRING ? cursor.text() : null;
    }
}
