package io.agentgate.protocol;

/**
 * Well-formed UTF-8 beyond ASCII: <a
 * href="https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/#G27506">Unicode 16.0,
 * table 3-7</a>.
 */
final class Utf8 {
    private Utf8() {}

    /** Returns where the first byte stands that is ASCII or not well-formed. */
    static int skip(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] < 0) {
            int lead = bytes[at] & 0xFF;
            int length = length(lead);
            if (length == 0 || at + length > bytes.length || !continues(bytes, at, lead, length)) {
                return at;
            }
            at += length;
        }
        return at;
    }

    private static int length(int lead) {
        if (lead < 0xC2) {
            return 0;
        }
        if (lead < 0xE0) {
            return 2;
        }
        if (lead < 0xF0) {
            return 3;
        }
        return lead < 0xF5 ? 4 : 0;
    }

    /** The second byte's range excludes overlong forms, surrogates, and what is above U+10FFFF. */
    private static boolean continues(byte[] bytes, int at, int lead, int length) {
        int second = bytes[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= lowest
                && second <= highest
                && (length < 3 || isTail(bytes[at + 2]))
                && (length < 4 || isTail(bytes[at + 3]));
    }

    private static boolean isTail(byte next) {
        return next < (byte) 0xC0;
    }
}
