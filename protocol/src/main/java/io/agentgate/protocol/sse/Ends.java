package io.agentgate.protocol.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** The two ends of an event that is too large to be kept, as its lines go by. */
final class Ends {
    private static final int KEPT_BYTES = 512;
    private static final byte[] DATA = "data:".getBytes(US_ASCII);

    private byte[] head = {};
    private byte[] tail = {};
    private boolean lineIsEmpty = true;

    void add(byte[] bytes, int from, int to) {
        if (from == to) {
            return;
        }
        lineIsEmpty = false;
        head = joined(head, bytes, from, Math.min(to, from + KEPT_BYTES - head.length));
        byte[] last = joined(tail, bytes, Math.max(from, to - KEPT_BYTES), to);
        tail = Arrays.copyOfRange(last, Math.max(0, last.length - KEPT_BYTES), last.length);
    }

    private static byte[] joined(byte[] first, byte[] bytes, int from, int to) {
        byte[] all = Arrays.copyOf(first, first.length + to - from);
        System.arraycopy(bytes, from, all, first.length, to - from);
        return all;
    }

    /**
     * A line ends.
     *
     * @return whether it was empty, and so the end of the event
     */
    boolean endLine() {
        boolean empty = lineIsEmpty;
        lineIsEmpty = true;
        return empty;
    }

    byte[] head() {
        boolean named =
                head.length >= DATA.length
                        && Arrays.equals(head, 0, DATA.length, DATA, 0, DATA.length);
        return named ? Arrays.copyOfRange(head, DATA.length, head.length) : head;
    }

    byte[] tail() {
        return tail;
    }
}
