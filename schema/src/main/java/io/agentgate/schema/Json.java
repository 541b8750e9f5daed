package io.agentgate.schema;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value as a tree. */
sealed interface Json {
    /** What it takes to read one value. */
    int STEPS_EACH = 4;

    /** An object, its members in their order. */
    record Obj(Map<String, Json> members) implements Json {
        @Nullable Json get(String name) {
            return members.get(name);
        }
    }

    /** An array. */
    record Arr(List<Json> elements) implements Json {}

    /** A string, decoded. */
    record Text(String value) implements Json {}

    /** A number of any size, exactly. */
    record Num(BigDecimal value) implements Json {
        /** Whether it has no fraction, however it is spelled. */
        boolean isWhole() {
            return value.scale() <= 0 || value.stripTrailingZeros().scale() <= 0;
        }
    }

    /** A truth. */
    record Bool(boolean value) implements Json {
        private static final Bool TRUE = new Bool(true);
        private static final Bool FALSE = new Bool(false);
    }

    /** A null. */
    record Nil() implements Json {
        private static final Nil NIL = new Nil();
    }

    /**
     * Reads a value that was scanned, and so is not nested deeper than a scanner lets.
     *
     * @param budget pays for each value of it
     */
    static Json read(Value source, Budget budget) {
        JsonCursor cursor = new JsonCursor(source.frame(), source.span());
        cursor.next();
        return read(cursor, budget);
    }

    private static Json read(JsonCursor cursor, Budget budget) {
        budget.spend(STEPS_EACH);
        return switch (cursor.token()) {
            case BEGIN_OBJECT -> object(cursor, budget);
            case BEGIN_ARRAY -> array(cursor, budget);
            case STRING -> new Text(cursor.text());
            case NUMBER -> new Num(new BigDecimal(cursor.text()));
            case TRUE -> Bool.TRUE;
            case FALSE -> Bool.FALSE;
            case NULL -> Nil.NIL;
            case NAME, END_OBJECT, END_ARRAY, END ->
                    throw new IllegalStateException("this is not a value that was scanned");
        };
    }

    private static Json object(JsonCursor cursor, Budget budget) {
        Map<String, Json> members = new LinkedHashMap<>();
        while (cursor.next() == Token.NAME) {
            String name = cursor.text();
            cursor.next();
            members.put(name, read(cursor, budget));
        }
        return new Obj(members);
    }

    private static Json array(JsonCursor cursor, Budget budget) {
        List<Json> elements = new ArrayList<>();
        while (cursor.next() != Token.END_ARRAY && cursor.token() != Token.END) {
            elements.add(read(cursor, budget));
        }
        return new Arr(elements);
    }

    /** What it is called in schemas: a number is {@code number}, whole or not. */
    default String type() {
        return switch (this) {
            case Obj _ -> "object";
            case Arr _ -> "array";
            case Text _ -> "string";
            case Num _ -> "number";
            case Bool _ -> "boolean";
            case Nil _ -> "null";
        };
    }

    /**
     * A text that equal values share, and no others: by it they are found, since an attacker cannot
     * make many texts slow to tell apart (JSON Schema 2020-12, core, section 4.2.2).
     */
    default String canonical(Budget budget) {
        StringBuilder out = new StringBuilder();
        write(out, budget);
        return out.toString();
    }

    private void write(StringBuilder out, Budget budget) {
        budget.spend(1);
        switch (this) {
            case Obj(Map<String, Json> members) -> {
                out.append('{');
                members.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(
                                member -> {
                                    write(out, member.getKey(), budget);
                                    member.getValue().write(out, budget);
                                });
                out.append('}');
            }
            case Arr(List<Json> elements) -> {
                out.append('[');
                elements.forEach(element -> element.write(out, budget));
                out.append(']');
            }
            case Text(String value) -> write(out, value, budget);
            case Num(BigDecimal value) -> out.append(value.stripTrailingZeros()).append(',');
            case Bool(boolean value) -> out.append(value ? 't' : 'f');
            case Nil() -> out.append('n');
        }
    }

    /** With its length before it no text can pass for another. */
    private static void write(StringBuilder out, String text, Budget budget) {
        budget.spendOn(text);
        out.append('"').append(text.length()).append(':').append(text);
    }
}
