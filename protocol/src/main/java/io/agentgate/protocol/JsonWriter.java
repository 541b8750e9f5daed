package io.agentgate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A streaming writer of compact JSON; nesting is the caller's to get right. */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[256];
    private int length;
    private int depth;

    /** Whether a value ended just before, so that another one needs a comma. */
    private boolean comma;

    public JsonWriter beginObject() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    public JsonWriter name(String name) {
        separate();
        string(name);
        put(':');
        comma = false;
        return this;
    }

    public JsonWriter value(String text) {
        separate();
        string(text);
        return this;
    }

    public JsonWriter value(long number) {
        return raw(ascii(Long.toString(number)));
    }

    public JsonWriter value(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no " + number);
        }
        return raw(ascii(Double.toString(number)));
    }

    public JsonWriter value(boolean truth) {
        return raw(ascii(Boolean.toString(truth)));
    }

    public JsonWriter nullValue() {
        return raw(ascii("null"));
    }

    /** Writes a value that is JSON already. */
    public JsonWriter raw(byte[] json) {
        separate();
        reserve(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    public byte[] toBytes() {
        if (depth != 0) {
            throw new IllegalStateException(depth + " objects or arrays are still open");
        }
        return Arrays.copyOf(bytes, length);
    }

    /** Returns a text as a JSON string token, with its quotes. */
    public static byte[] quote(String text) {
        return new JsonWriter().value(text).toBytes();
    }

    private JsonWriter begin(char bracket) {
        separate();
        put(bracket);
        comma = false;
        depth++;
        return this;
    }

    private JsonWriter end(char bracket) {
        if (depth == 0) {
            throw new IllegalStateException("nothing is open");
        }
        depth--;
        put(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            put(',');
        }
        comma = true;
    }

    private void string(String text) {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                ascii(unit);
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                wide(Character.toCodePoint(unit, text.charAt(i)));
            } else if (Character.isSurrogate(unit)) {
                unicodeEscape(unit);
            } else {
                wide(unit);
            }
        }
        put('"');
    }

    private void ascii(char unit) {
        switch (unit) {
            case '"', '\\' -> put('\\').put(unit);
            case '\b' -> put('\\').put('b');
            case '\f' -> put('\\').put('f');
            case '\n' -> put('\\').put('n');
            case '\r' -> put('\\').put('r');
            case '\t' -> put('\\').put('t');
            default -> {
                if (unit < ' ') {
                    unicodeEscape(unit);
                } else {
                    put(unit);
                }
            }
        }
    }

    private void unicodeEscape(char unit) {
        put('\\').put('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX[unit >> shift & 0xF]);
        }
    }

    private void wide(int codePoint) {
        if (codePoint < 0x800) {
            put(0xC0 | codePoint >> 6);
        } else if (codePoint < 0x10000) {
            put(0xE0 | codePoint >> 12).put(tail(codePoint >> 6));
        } else {
            put(0xF0 | codePoint >> 18);
            put(tail(codePoint >> 12)).put(tail(codePoint >> 6));
        }
        put(tail(codePoint));
    }

    private static int tail(int bits) {
        return 0x80 | (bits & 0x3F);
    }

    private JsonWriter put(int next) {
        reserve(1);
        bytes[length++] = (byte) next;
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
