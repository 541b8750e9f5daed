package io.agentgate.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A word of the protocol that few messages hold: whether it may stand somewhere in a piece of JSON,
 * as a name or as a string, is found out without reading that.
 */
public final class Mention {
    /** How an ASCII letter or hyphen begins that is escaped (RFC 8259, section 7). */
    private static final byte[] ESCAPED = "\\u00".getBytes(US_ASCII);

    private final byte[] word;

    /**
     * @param word ASCII letters, hyphens and underscores
     */
    public Mention(String word) {
        this.word = word.getBytes(US_ASCII);
    }

    /**
     * Whether the word may stand within a span: false if it stands there in no spelling, and seldom
     * true without it.
     */
    public boolean mayStandIn(Frame frame, Span span) {
        byte[] bytes = frame.bytes();
        byte first = word[0];
        for (int at = span.start(); at < span.end(); at++) {
            byte each = bytes[at];
            if ((each == first && stands(bytes, at, span.end(), word))
                    || (each == '\\' && stands(bytes, at, span.end(), ESCAPED))) {
                return true;
            }
        }
        return false;
    }

    private static boolean stands(byte[] bytes, int at, int end, byte[] text) {
        if (text.length > end - at) {
            return false;
        }
        for (int i = 1; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
