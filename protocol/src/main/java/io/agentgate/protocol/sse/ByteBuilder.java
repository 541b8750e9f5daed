package io.agentgate.protocol.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes. */
final class ByteBuilder {
    private static final int SMALLEST = 256;
    private static final int KEPT = 1 << 16;

    private byte[] bytes = new byte[SMALLEST];
    private int length;

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    /** Forgets the content, and the memory too if one large event needed it. */
    void clear() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[SMALLEST];
        }
    }

    void truncate(int shorter) {
        length = shorter;
    }

    ByteBuilder add(int next) {
        reserve(1);
        bytes[length++] = (byte) next;
        return this;
    }

    ByteBuilder add(byte[] source, int start, int end) {
        reserve(end - start);
        System.arraycopy(source, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    ByteBuilder add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return add(utf8, 0, utf8.length);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
