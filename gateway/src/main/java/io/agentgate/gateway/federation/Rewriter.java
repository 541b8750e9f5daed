package io.agentgate.gateway.federation;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One walk over a value that finds what to change of it; no tree is built. */
final class Rewriter {
    private final Frame frame;
    private final Naming naming;
    private final List<Edit> edits;
    private final int end;

    private Rewriter(Value value, Naming naming, List<Edit> edits) {
        this.frame = value.frame();
        this.naming = naming;
        this.edits = edits;
        this.end = value.span().end();
    }

    /** Adds the changes to make at these places, in the order of the bytes. */
    static void collect(Value value, Place place, Naming naming, List<Edit> edits) {
        JsonCursor cursor = new JsonCursor(value.frame(), value.span());
        cursor.next();
        new Rewriter(value, naming, edits).value(cursor, place);
    }

    /** The cursor stands on the first token of the value, and then on its last. */
    private void value(JsonCursor cursor, Place place) {
        switch (place) {
            case Place.Text text -> text(cursor, text.carrier());
            case Place.Members members -> members(cursor, members.places());
            case Place.Each each -> each(cursor, each.place());
            case Place.Typed typed -> {
                Place there = typed.types().get(type(cursor));
                value(cursor, there == null ? Place.NOWHERE : there);
            }
        }
    }

    private void text(JsonCursor cursor, Carrier carrier) {
        if (cursor.token() != Token.STRING) {
            cursor.restOfValue();
            return;
        }
        Edit edit = naming.edit(carrier, cursor.span(), cursor.text(), !cursor.hasEscapes());
        if (edit != null) {
            edits.add(edit);
        }
    }

    private void members(JsonCursor cursor, Map<String, Place> places) {
        if (cursor.token() != Token.BEGIN_OBJECT || places.isEmpty()) {
            cursor.restOfValue();
            return;
        }
        while (cursor.next() == Token.NAME) {
            Place place = places.get(cursor.text());
            if (place == null) {
                cursor.skipValue();
            } else {
                cursor.next();
                value(cursor, place);
            }
        }
    }

    private void each(JsonCursor cursor, Place place) {
        if (cursor.token() != Token.BEGIN_ARRAY) {
            value(cursor, place);
            return;
        }
        while (cursor.next() != Token.END_ARRAY && cursor.token() != Token.END) {
            value(cursor, place);
        }
    }

    /** What the object that the cursor has begun says of its type. */
    private String type(JsonCursor cursor) {
        if (cursor.token() != Token.BEGIN_OBJECT) {
            return "";
        }
        Value rest = new Value(frame, new Span(cursor.start(), end));
        @Nullable Value type = rest.member("type");
        String text = type == null ? null : type.text();
        return text == null ? "" : text;
    }
}
