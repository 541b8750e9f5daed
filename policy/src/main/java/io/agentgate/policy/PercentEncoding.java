package io.agentgate.policy;

/**
 * Resolves {@code %XX} and {@code %uXXXX} as the most lenient of servers do: bytes are UTF-8, also
 * where a character is spelled longer than it has to be, and else characters of their own. What is
 * no escape stays.
 */
final class PercentEncoding {
    private static final int HEX = 16;
    private static final int SIX_BITS = 0x3f;

    private final String text;
    private final StringBuilder decoded;
    private int at;

    private PercentEncoding(String text) {
        this.text = text;
        this.decoded = new StringBuilder(text.length());
    }

    static String decode(String text) {
        return new PercentEncoding(text).all();
    }

    private String all() {
        while (at < text.length()) {
            int first = byteAt(at);
            if (first >= 0) {
                at += 3;
                character(first);
            } else if (text.startsWith("%u", at) && hex(at + 2, 4) >= 0) {
                decoded.append((char) hex(at + 2, 4));
                at += 6;
            } else {
                decoded.append(text.charAt(at++));
            }
        }
        return decoded.toString();
    }

    private void character(int first) {
        int more = continuations(first);
        int codePoint = more == 0 ? first : first & (SIX_BITS >> more);
        int end = at;
        for (int i = 0; i < more; i++) {
            int next = byteAt(end);
            if (next >> 6 != 0b10) {
                decoded.append((char) first);
                return;
            }
            codePoint = (codePoint << 6) | (next & SIX_BITS);
            end += 3;
        }
        if (Character.isValidCodePoint(codePoint)) {
            decoded.appendCodePoint(codePoint);
            at = end;
        } else {
            decoded.append((char) first);
        }
    }

    /** How many bytes follow the first one of a character (RFC 3629). */
    private static int continuations(int first) {
        if (first >> 5 == 0b110) {
            return 1;
        }
        if (first >> 4 == 0b1110) {
            return 2;
        }
        return first >> 3 == 0b11110 ? 3 : 0;
    }

    private int byteAt(int index) {
        return index < text.length() && text.charAt(index) == '%' ? hex(index + 1, 2) : -1;
    }

    /** A number of so many hexadecimal digits; below 0 if there is none. */
    private int hex(int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, HEX) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * HEX + digit;
        }
        return number;
    }
}
