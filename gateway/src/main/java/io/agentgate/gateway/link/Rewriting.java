package io.agentgate.gateway.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages with other ids in them, every other byte as it was; and a few of our own making. */
final class Rewriting {
    /** An object without members. */
    static final byte[] EMPTY = "{}".getBytes(US_ASCII);

    private Rewriting() {}

    /** A request under an id of ours, which is its progress token, too, if it has one. */
    static Frame underOurId(Request request, Id ours, List<Edit> more) {
        List<Edit> edits = new ArrayList<>(more);
        edits.add(new Edit(request.idSpan(), ours.raw()));
        Span token = request.params().progressTokenSpan();
        if (token != null) {
            edits.add(new Edit(token, ours.raw()));
        }
        edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
        return request.frame().splice(edits);
    }

    /** An answer under the id as its asker spelled it. */
    static byte[] underTheirId(Response response, Id theirs) {
        Span place = response.idSpan();
        if (place == null) {
            throw new IllegalStateException("a response with an id has no place for it");
        }
        return with(response.frame(), place, theirs.raw()).bytes();
    }

    /**
     * The same where the id stands at another place, too.
     *
     * @param again that place
     */
    static byte[] underTheirId(Response response, Id theirs, Span again) {
        Span place = response.idSpan();
        if (place == null) {
            throw new IllegalStateException("a response with an id has no place for it");
        }
        List<Edit> edits = new ArrayList<>();
        edits.add(new Edit(place, theirs.raw()));
        edits.add(new Edit(again, theirs.raw()));
        edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
        return response.frame().splice(edits).bytes();
    }

    static Frame with(Frame frame, Span place, byte[] token) {
        return frame.splice(List.of(new Edit(place, token)));
    }

    /** Where a member of an object stands; null if there is none. */
    static @Nullable Span member(Frame frame, @Nullable Span object, String name) {
        if (object == null) {
            return null;
        }
        JsonCursor cursor = new JsonCursor(frame, object);
        if (cursor.next() != JsonCursor.Token.BEGIN_OBJECT) {
            return null;
        }
        while (cursor.next() == JsonCursor.Token.NAME) {
            boolean wanted = cursor.text().equals(name);
            Span value = cursor.skipValue();
            if (wanted) {
                return value;
            }
        }
        return null;
    }

    /** The text of a string; null if another value stands there. */
    static @Nullable String text(Frame frame, @Nullable Span value) {
        if (value == null) {
            return null;
        }
        JsonCursor cursor = new JsonCursor(frame, value);
        return cursor.next() == JsonCursor.Token.STRING ? cursor.text() : null;
    }

    static Frame request(Id id, String method, String name, String value) {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("id").raw(id.raw()).name("method").value(method);
        json.name("params").beginObject().name(name).value(value).endObject();
        return Frame.of(json.endObject().toBytes());
    }

    static Frame initialized() {
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("method").value("notifications/initialized");
        return Frame.of(json.endObject().toBytes());
    }
}
