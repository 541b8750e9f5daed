package io.agentgate.gateway.retry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Params;
import io.agentgate.protocol.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exchange of the state that a client carries for the one its server gave, and back. */
final class Unwrapping {
    private static final byte[] NOTHING = {};

    private Unwrapping() {}

    /** Where a member of an object stands; null if there is none. */
    static @Nullable Span member(Frame frame, Span object, String name) {
        JsonCursor cursor = new JsonCursor(frame, object);
        cursor.next();
        while (cursor.next() == Token.NAME) {
            boolean wanted = cursor.text().equals(name);
            Span value = cursor.skipValue();
            if (wanted) {
                return value;
            }
        }
        return null;
    }

    /** Whether a member of an object is this text. */
    static boolean isText(Frame frame, Span object, String name, String text) {
        Span value = member(frame, object, name);
        if (value == null) {
            return false;
        }
        JsonCursor cursor = new JsonCursor(frame, value);
        return cursor.next() == Token.STRING && cursor.text().equals(text);
    }

    /** A frame in which an object that has members has one more, in front. */
    static Frame with(Frame frame, Span object, String name, byte[] value) {
        byte[] start = ("\"" + name + "\":").getBytes(UTF_8);
        byte[] member = new byte[start.length + value.length + 1];
        System.arraycopy(start, 0, member, 0, start.length);
        System.arraycopy(value, 0, member, start.length, value.length);
        member[member.length - 1] = ',';
        int inside = object.start() + 1;
        return frame.splice(List.of(new Edit(new Span(inside, inside), member)));
    }

    /**
     * A request as its server is to see it.
     *
     * @param place where the client's state stands
     * @param state the server's own; null to leave it out
     */
    static Frame frame(Frame frame, Params params, Span place, byte @Nullable [] state) {
        if (state != null) {
            return frame.splice(List.of(new Edit(place, state)));
        }
        Span object = params.span();
        return object == null
                ? frame
                : frame.splice(List.of(new Edit(withComma(frame, object, place), NOTHING)));
    }

    /** The whole member whose value stands there, and what parts it from its neighbours. */
    private static Span withComma(Frame frame, Span object, Span value) {
        byte[] bytes = frame.bytes();
        int start = nameOf(frame, object, value);
        int end = value.end();
        int next = end;
        while (next < object.end() && isBlank(bytes[next])) {
            next++;
        }
        if (bytes[next] == ',') {
            return new Span(start, next + 1);
        }
        int before = start - 1;
        while (before > object.start() && isBlank(bytes[before])) {
            before--;
        }
        return new Span(bytes[before] == ',' ? before : start, end);
    }

    private static int nameOf(Frame frame, Span object, Span value) {
        JsonCursor cursor = new JsonCursor(frame, object);
        cursor.next();
        while (cursor.next() == Token.NAME) {
            int name = cursor.start();
            if (cursor.skipValue().start() == value.start()) {
                return name;
            }
        }
        throw new IllegalArgumentException("no member of this object");
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
