package io.agentgate.protocol;

import java.util.Arrays;

/**
 * The places in one message where a string holds half a surrogate pair, written as an escape: no
 * UTF-8 can carry it, and readers disagree on what it becomes (<a
 * href="https://www.rfc-editor.org/rfc/rfc8259#section-8.2">RFC 8259, section 8.2</a>).
 */
final class LoneSurrogates {
    /** The length of one as an escape. */
    private static final int ESCAPE = 6;

    /** U+FFFD in UTF-8. */
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    /** Larger memory is not kept for the next message. */
    private static final int LARGE = 1024;

    private int[] places = {};
    private int count;

    void reset() {
        count = 0;
        if (places.length > LARGE) {
            places = new int[0];
        }
    }

    void add(int place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, Math.max(16, count * 2));
        }
        places[count++] = place;
    }

    int count() {
        return count;
    }

    int first() {
        return places[0];
    }

    /** Returns the message with each of them replaced and every other byte as it is. */
    byte[] replacedIn(byte[] message) {
        byte[] whole = new byte[message.length - count * (ESCAPE - REPLACEMENT.length)];
        int from = 0;
        int to = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(message, from, whole, to, places[i] - from);
            to += places[i] - from;
            System.arraycopy(REPLACEMENT, 0, whole, to, REPLACEMENT.length);
            to += REPLACEMENT.length;
            from = places[i] + ESCAPE;
        }
        System.arraycopy(message, from, whole, to, message.length - from);
        return whole;
    }
}
