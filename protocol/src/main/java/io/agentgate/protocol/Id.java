package io.agentgate.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC id, also a progress token: a string or an integer.
 *
 * <p>Equality is by type and value, so {@code 1}, {@code 1.0} and {@code 1e0} are one id and {@code
 * "1"} is another. The spelling is kept beside it: an answer repeats the id as it was written (<a
 * href="https://www.jsonrpc.org/specification#request_object">JSON-RPC 2.0, section 4</a>; MCP
 * excludes null and fractions).
 */
public final class Id {
    private static final int MAX_LONG_DIGITS = 18;

    /** More than a double holds, and few enough digits to be written out. */
    private static final int MAX_EXPONENT = 400;

    private static final int MAX_NUMBER = 1024;
    private static final long MAX_EXACT = (1L << 53) - 1;

    /** A String, a Long, or a BigInteger where a long is too small. */
    private final Object value;

    private final byte[] raw;

    private Id(Object value, byte[] raw) {
        this.value = value;
        this.raw = raw;
    }

    public static Id of(long number) {
        return new Id(number, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    public static Id of(String text) {
        return new Id(text, JsonWriter.quote(text));
    }

    /**
     * Reads the token at a span of scanned bytes, as {@link JsonCursor} finds it.
     *
     * @return null if the token is neither a string nor an integer
     */
    public static @Nullable Id fromToken(byte[] bytes, Span token) {
        return fromToken(bytes, token.start(), token.end());
    }

    static @Nullable Id fromToken(byte[] bytes, int start, int end) {
        Object value =
                switch (bytes[start]) {
                    case '"' -> JsonString.decode(bytes, start + 1, end - 1);
                    case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                            integer(bytes, start, end);
                    default -> null;
                };
        return value == null ? null : new Id(value, Arrays.copyOfRange(bytes, start, end));
    }

    /** Returns the token as it was spelled, strings with their quotes. */
    public byte[] raw() {
        return raw.clone();
    }

    byte[] sharedRaw() {
        return raw;
    }

    public boolean isString() {
        return value instanceof String;
    }

    /**
     * Returns whether every peer reads this id as the same: a string, or a number that a double
     * holds exactly. Beyond 2^53 two ids may be one to a peer that computes with doubles.
     */
    public boolean isExact() {
        return isString() || (value instanceof Long number && Math.abs(number) <= MAX_EXACT);
    }

    /** Returns the value of a number that fits, else null. */
    @Nullable Long asLong() {
        return value instanceof Long number ? number : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Id id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns the token as it was spelled. */
    @Override
    public String toString() {
        return new String(raw, StandardCharsets.UTF_8);
    }

    private static @Nullable Object integer(byte[] bytes, int start, int end) {
        int first = bytes[start] == '-' ? start + 1 : start;
        if (end - first > MAX_LONG_DIGITS) {
            return bigInteger(bytes, start, end);
        }
        long number = 0;
        for (int i = first; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return bigInteger(bytes, start, end);
            }
            number = number * 10 + digit;
        }
        return first == start ? number : -number;
    }

    private static @Nullable Object bigInteger(byte[] bytes, int start, int end) {
        if (end - start > MAX_NUMBER) {
            return null;
        }
        try {
            // The scale is looked at first: written out, 1e999999999 would be a gigabyte of zeros.
            BigDecimal number =
                    new BigDecimal(
                            new String(bytes, start, end - start, StandardCharsets.US_ASCII));
            if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
                return null;
            }
            BigInteger integer = number.toBigIntegerExact();
            return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
        } catch (ArithmeticException | NumberFormatException notAnInteger) {
            return null;
        }
    }
}
