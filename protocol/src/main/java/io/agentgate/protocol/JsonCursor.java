package io.agentgate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pull cursor over a span of JSON that was scanned before.
 *
 * <p>It allocates nothing but what {@link #text()} returns, and relies on the bytes being valid:
 * given others it may throw, or find tokens that are not there, but it ends.
 */
public final class JsonCursor {
    /** What the cursor stands on. */
    public enum Token {
        BEGIN_OBJECT,
        END_OBJECT,
        BEGIN_ARRAY,
        END_ARRAY,
        NAME,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        /** Behind the last token of the span. */
        END
    }

    private final byte[] bytes;
    private final int limit;
    private int at;
    private int start;
    private Token token = Token.END;
    private boolean escapes;
    private boolean nameNext;
    private int depth;

    /** Bit by depth: whether the container there is an object. */
    private long[] objects = new long[1];

    public JsonCursor(Frame frame, Span span) {
        this(frame.bytes(), span.start(), span.end());
    }

    public JsonCursor(byte[] json) {
        this(json, 0, json.length);
    }

    private JsonCursor(byte[] bytes, int from, int limit) {
        this.bytes = bytes;
        this.at = from;
        this.start = from;
        this.limit = limit;
    }

    /** Returns where the value of a top member stands, null if there is no such member. */
    static @Nullable Span member(Frame frame, String name) {
        JsonCursor cursor = new JsonCursor(frame.bytes());
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

    public Token next() {
        skipSeparators();
        start = at;
        escapes = false;
        if (at >= limit) {
            token = Token.END;
            return token;
        }
        token =
                switch (bytes[at]) {
                    case '{' -> begin(true);
                    case '[' -> begin(false);
                    case '}' -> end(Token.END_OBJECT);
                    case ']' -> end(Token.END_ARRAY);
                    case '"' -> string();
                    case 't' -> scalar(Token.TRUE, 4);
                    case 'f' -> scalar(Token.FALSE, 5);
                    case 'n' -> scalar(Token.NULL, 4);
                    default -> number();
                };
        return token;
    }

    /** Returns what {@link #next()} returned last; END before the first call. */
    public Token token() {
        return token;
    }

    /** Returns where the raw token starts: at the quote, for a string. */
    public int start() {
        return start;
    }

    /** Returns where the raw token ends: behind the quote, for a string. */
    public int end() {
        return at;
    }

    public Span span() {
        return new Span(start, at);
    }

    /** Returns how many containers are open, the one just begun included. */
    public int depth() {
        return depth;
    }

    /** Returns whether the name or string has a backslash, so differs from its raw bytes. */
    public boolean hasEscapes() {
        return escapes;
    }

    /** Returns a name or string decoded, any other token as it is spelled. */
    public String text() {
        if (token == Token.NAME || token == Token.STRING) {
            return JsonString.decode(bytes, start + 1, at - 1);
        }
        return new String(bytes, start, at - start, StandardCharsets.UTF_8);
    }

    /**
     * Steps over one whole value: the next one, if the cursor stands on a name or before a value;
     * then stands on its last token.
     *
     * @return where the value stands
     */
    public Span skipValue() {
        next();
        return restOfValue();
    }

    /**
     * Steps to the end of the container that the cursor has just begun; does nothing on a scalar.
     *
     * @return where the whole value stands
     */
    public Span restOfValue() {
        int from = start;
        if (token == Token.BEGIN_OBJECT || token == Token.BEGIN_ARRAY) {
            int outside = depth - 1;
            Token step = token;
            while (depth > outside && step != Token.END) {
                step = next();
            }
        }
        return new Span(from, at);
    }

    private void skipSeparators() {
        while (at < limit) {
            switch (bytes[at]) {
                case ' ', '\n', '\r', '\t', ',', ':' -> at++;
                default -> {
                    return;
                }
            }
        }
    }

    private Token begin(boolean object) {
        at++;
        depth++;
        int word = depth >> 6;
        if (word == objects.length) {
            objects = Arrays.copyOf(objects, objects.length * 2);
        }
        if (object) {
            objects[word] |= 1L << depth;
        } else {
            objects[word] &= ~(1L << depth);
        }
        nameNext = object;
        return object ? Token.BEGIN_OBJECT : Token.BEGIN_ARRAY;
    }

    private Token end(Token closing) {
        if (depth == 0) {
            throw new IllegalStateException("not valid JSON at byte " + at);
        }
        at++;
        depth--;
        nameNext = inObject();
        return closing;
    }

    private Token scalar(Token kind, int length) {
        at += length;
        nameNext = inObject();
        return kind;
    }

    private Token number() {
        int from = at;
        while (at < limit && isNumeric(bytes[at])) {
            at++;
        }
        if (at == from) {
            throw new IllegalStateException("not valid JSON at byte " + at);
        }
        nameNext = inObject();
        return Token.NUMBER;
    }

    private static boolean isNumeric(byte next) {
        return (next >= '0' && next <= '9')
                || next == '-'
                || next == '+'
                || next == '.'
                || next == 'e'
                || next == 'E';
    }

    private Token string() {
        at++;
        while (at < limit && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                escapes = true;
                at++;
            }
            at++;
        }
        if (at >= limit) {
            throw new IllegalStateException("not valid JSON at byte " + start);
        }
        at++;
        if (nameNext) {
            nameNext = false;
            return Token.NAME;
        }
        nameNext = inObject();
        return Token.STRING;
    }

    private boolean inObject() {
        return (objects[depth >> 6] & 1L << depth) != 0;
    }
}
