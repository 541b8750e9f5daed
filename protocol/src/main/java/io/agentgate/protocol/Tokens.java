package io.agentgate.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The strings, numbers and literals of <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC
 * 8259</a>, checked in place and never built.
 */
final class Tokens {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final Limits limits;
    private final Report report;
    private byte[] bytes = {};

    /** Those of the strings read so far. */
    final LoneSurrogates lone = new LoneSurrogates();

    /** Where the next byte to read stands. */
    int pos;

    /** Whether the string read last holds a backslash. */
    boolean escaped;

    Tokens(Limits limits, Report report) {
        this.limits = limits;
        this.report = report;
    }

    void reset(byte[] input) {
        bytes = input;
        pos = 0;
        lone.reset();
    }

    /** Skips whitespace; returns the byte that follows, -1 at the end. */
    int peek() {
        while (pos < bytes.length) {
            byte next = bytes[pos];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next & 0xFF;
            }
            pos++;
        }
        return -1;
    }

    /** Reads the string whose opening quote is next. */
    void string() {
        int start = pos + 1;
        int at = start;
        escaped = false;
        while (true) {
            at = skipPlain(at);
            if (at >= bytes.length) {
                throw report.syntax("a string without end", at);
            }
            byte next = bytes[at];
            if (next == '"') {
                break;
            }
            if (next == '\\') {
                escaped = true;
                at = escape(at);
            } else if (next < 0) {
                at = Utf8.skip(bytes, at);
                if (at < bytes.length && bytes[at] < 0) {
                    throw report.syntax("invalid UTF-8", at);
                }
            } else {
                throw report.syntax("a control character in a string", at);
            }
        }
        pos = at + 1;
        if (at - start > limits.maxString()) {
            report.noteAt("a string longer than the limit", Level.OTHER, start);
        }
    }

    /**
     * Skips ASCII that stands for itself, eight bytes at a time.
     *
     * <p>Each term has the high bit of a byte set where the byte is a quote, a backslash, a control
     * or not ASCII. A borrow can set bits too many, but only above a true one; the lowest is right.
     */
    private int skipPlain(int from) {
        int at = from;
        for (int last = bytes.length - Long.BYTES; at <= last; at += Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            long quote = word ^ ('"' * ONES);
            long slash = word ^ ('\\' * ONES);
            long special =
                    (((quote - ONES) & ~quote)
                                    | ((slash - ONES) & ~slash)
                                    | ((word - ' ' * ONES) & ~word)
                                    | word)
                            & HIGHS;
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        while (at < bytes.length && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private int escape(int at) {
        if (at + 1 >= bytes.length) {
            throw report.syntax("a string without end", at);
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> unicodeEscape(at);
            default -> throw report.syntax("an unknown escape", at);
        };
    }

    private int unicodeEscape(int at) {
        int unit = unit(at);
        if (unit < 0) {
            throw report.syntax("an unknown escape", at);
        }
        if (!Character.isSurrogate((char) unit)) {
            return at + 6;
        }
        if (Character.isHighSurrogate((char) unit) && at + 7 < bytes.length) {
            boolean another = bytes[at + 6] == '\\' && bytes[at + 7] == 'u';
            int low = another ? unit(at + 6) : -1;
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                return at + 12;
            }
        }
        lone.add(at);
        return at + 6;
    }

    private int unit(int at) {
        return at + 6 <= bytes.length ? JsonString.hex4(bytes, at + 2) : -1;
    }

    /** Reads the word whose first letter is next. */
    void literal(byte[] word) {
        if (pos + word.length > bytes.length
                || !Arrays.equals(word, 0, word.length, bytes, pos, pos + word.length)) {
            throw report.syntax("a value expected", pos);
        }
        pos += word.length;
    }

    /** Reads the number whose sign or first digit is next. */
    void number() {
        int start = pos;
        if (bytes[pos] == '-') {
            pos++;
        }
        int first = pos;
        digits();
        if (bytes[first] == '0' && pos - first > 1) {
            throw report.syntax("a leading zero", first);
        }
        boolean integer = true;
        if (pos < bytes.length && bytes[pos] == '.') {
            pos++;
            digits();
            integer = false;
        }
        if (pos < bytes.length && (bytes[pos] | 0x20) == 'e') {
            pos++;
            if (pos < bytes.length && (bytes[pos] == '+' || bytes[pos] == '-')) {
                pos++;
            }
            digits();
            integer = false;
        }
        if (pos - start > limits.maxNumber()) {
            report.noteAt("a number longer than the limit", Level.OTHER, start);
        } else if (!(integer && pos - start <= DoubleRange.SAFE_DIGITS)
                && !DoubleRange.holds(bytes, start, pos)) {
            report.noteAt("a number outside the range of doubles", Level.OTHER, start);
        }
    }

    private void digits() {
        int start = pos;
        while (pos < bytes.length && bytes[pos] >= '0' && bytes[pos] <= '9') {
            pos++;
        }
        if (pos == start) {
            throw report.syntax("a digit expected", pos);
        }
    }
}
