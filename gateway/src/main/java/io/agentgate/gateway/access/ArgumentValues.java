package io.agentgate.gateway.access;

import io.agentgate.policy.Value;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads arguments into the tree that rules look at; only asked for when one does. */
public final class ArgumentValues {
    private final JsonCursor cursor;

    private ArgumentValues(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** The object in this span of a scanned frame; its depth is bounded by the scan. */
    public static Value.Members read(Frame frame, Span span) {
        JsonCursor cursor = new JsonCursor(frame, span);
        cursor.next();
        return new ArgumentValues(cursor).members();
    }

    private Value.Members members() {
        Map<String, Value> values = new LinkedHashMap<>();
        while (cursor.next() == Token.NAME) {
            String name = cursor.text();
            cursor.next();
            values.put(name, value());
        }
        return new Value.Members(values);
    }

    private Value.Items items() {
        List<Value> values = new ArrayList<>();
        while (cursor.next() != Token.END_ARRAY) {
            values.add(value());
        }
        return new Value.Items(values);
    }

    private Value value() {
        return switch (cursor.token()) {
            case BEGIN_OBJECT -> members();
            case BEGIN_ARRAY -> items();
            case STRING -> new Value.Text(cursor.text());
            case NUMBER, TRUE, FALSE, NULL -> new Value.Scalar(cursor.text());
            case NAME, END_OBJECT, END_ARRAY, END ->
                    throw new IllegalStateException("not the beginning of a value");
        };
    }
}
