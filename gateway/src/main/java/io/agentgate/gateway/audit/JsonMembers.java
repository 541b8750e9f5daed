package io.agentgate.gateway.audit;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanner;
import io.agentgate.protocol.Span;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, each read as what it must be. */
final class JsonMembers {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_MEMBERS = 200;

    private final Frame frame;
    private final String path;
    private final Map<String, Span> values = new HashMap<>();

    private JsonMembers(Frame frame, Span object, String path) {
        this.frame = frame;
        this.path = path;
        JsonCursor cursor = new JsonCursor(frame, object);
        cursor.next();
        while (cursor.next() == Token.NAME) {
            values.put(cursor.text(), cursor.skipValue());
        }
    }

    /** The members of the object that the bytes are. */
    static JsonMembers of(byte[] json, int maxBytes) throws EventFormatException {
        Limits limits = new Limits(maxBytes, MAX_DEPTH, maxBytes, 64, MAX_MEMBERS, 128);
        String objection = new Scanner(limits, Peer.SERVER).objection(json);
        if (objection != null) {
            throw new EventFormatException("not JSON: " + objection);
        }
        JsonCursor cursor = new JsonCursor(json);
        if (cursor.next() != Token.BEGIN_OBJECT) {
            throw new EventFormatException("not a JSON object");
        }
        return new JsonMembers(Frame.of(json), cursor.restOfValue(), "");
    }

    /** The member's name with those of the objects it is in. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private @Nullable JsonCursor at(String name) {
        Span value = values.get(name);
        if (value == null) {
            return null;
        }
        JsonCursor cursor = new JsonCursor(frame, value);
        return cursor.next() == Token.NULL ? null : cursor;
    }

    private EventFormatException wrong(String name, String expected) {
        return new EventFormatException(
                values.containsKey(name)
                        ? "`" + path(name) + "` is not " + expected
                        : "`" + path(name) + "` is missing");
    }

    String text(String name) throws EventFormatException {
        String text = textOrNull(name);
        if (text == null) {
            throw wrong(name, "text");
        }
        return text;
    }

    @Nullable String textOrNull(String name) throws EventFormatException {
        JsonCursor cursor = at(name);
        if (cursor != null && cursor.token() != Token.STRING) {
            throw wrong(name, "text");
        }
        return cursor == null ? null : cursor.text();
    }

    /** An array of texts; without any where there is none. */
    List<String> texts(String name) throws EventFormatException {
        JsonCursor cursor = at(name);
        if (cursor == null) {
            return List.of();
        }
        if (cursor.token() != Token.BEGIN_ARRAY) {
            throw wrong(name, "an array of texts");
        }
        List<String> texts = new ArrayList<>();
        while (cursor.next() != Token.END_ARRAY) {
            if (cursor.token() != Token.STRING) {
                throw wrong(name, "an array of texts");
            }
            texts.add(cursor.text());
        }
        return texts;
    }

    Instant time(String name) throws EventFormatException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException notTime) {
            throw wrong(name, "a time");
        }
    }

    long whole(String name, long least, long most) throws EventFormatException {
        String expected = "a whole number from " + least + " to " + most;
        JsonCursor cursor = at(name);
        if (cursor == null || cursor.token() != Token.NUMBER) {
            throw wrong(name, expected);
        }
        try {
            long number = Long.parseLong(cursor.text());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException fraction) {
            assert fraction != null;
        }
        throw wrong(name, expected);
    }

    JsonMembers object(String name) throws EventFormatException {
        JsonMembers object = objectOrNull(name);
        if (object == null) {
            throw wrong(name, "an object");
        }
        return object;
    }

    /** An object as it stands there, on one line. */
    byte @Nullable [] rawObjectOrNull(String name) throws EventFormatException {
        JsonMembers object = objectOrNull(name);
        Span value = values.get(name);
        return object == null || value == null
                ? null
                : Frame.of(frame.slice(value)).onOneLine().bytes();
    }

    @Nullable JsonMembers objectOrNull(String name) throws EventFormatException {
        JsonCursor cursor = at(name);
        if (cursor == null) {
            return null;
        }
        if (cursor.token() != Token.BEGIN_OBJECT) {
            throw wrong(name, "an object");
        }
        return new JsonMembers(frame, cursor.restOfValue(), path(name));
    }
}
