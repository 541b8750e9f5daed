package io.agentgate.protocol;

import java.nio.charset.StandardCharsets;

/** The content of a valid JSON string token, decoded: RFC 8259, section 7. */
final class JsonString {
    private static final char REPLACEMENT = '\uFFFD';

    private JsonString() {}

    static boolean hasEscapes(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Decodes the bytes between the quotes; a lone surrogate comes out as U+FFFD. */
    static String decode(byte[] bytes, int start, int end) {
        if (!hasEscapes(bytes, start, end)) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(end - start);
        int at = start;
        while (at < end) {
            int run = at;
            while (at < end && bytes[at] != '\\') {
                at++;
            }
            text.append(new String(bytes, run, at - run, StandardCharsets.UTF_8));
            if (at < end) {
                at = unescape(bytes, at + 1, end, text);
            }
        }
        return text.toString();
    }

    private static int unescape(byte[] bytes, int at, int end, StringBuilder text) {
        byte kind = bytes[at];
        if (kind != 'u') {
            text.append(
                    switch (kind) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        default -> (char) kind;
                    });
            return at + 1;
        }
        char unit = (char) hex4(bytes, at + 1);
        int next = at + 5;
        if (!Character.isSurrogate(unit)) {
            text.append(unit);
            return next;
        }
        if (Character.isHighSurrogate(unit)
                && next + 6 <= end
                && bytes[next] == '\\'
                && bytes[next + 1] == 'u') {
            char low = (char) hex4(bytes, next + 2);
            if (Character.isLowSurrogate(low)) {
                text.append(unit).append(low);
                return next + 6;
            }
        }
        text.append(REPLACEMENT);
        return next;
    }

    /** Returns the value of four hexadecimal digits, negative if they are not. */
    static int hex4(byte[] bytes, int at) {
        return hex(bytes[at]) << 12
                | hex(bytes[at + 1]) << 8
                | hex(bytes[at + 2]) << 4
                | hex(bytes[at + 3]);
    }

    private static int hex(byte digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        int letter = digit | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : Integer.MIN_VALUE >> 12;
    }
}
