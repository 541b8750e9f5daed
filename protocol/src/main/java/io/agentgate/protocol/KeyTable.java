package io.agentgate.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The set of all (object, member name) pairs of one message: an open-addressing table over decoded
 * names.
 *
 * <p>The hash is seeded per process, so that nobody can prepare names that collide; equality is by
 * bytes. Clearing is a new stamp, not a sweep.
 */
final class KeyTable {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = new SecureRandom().nextLong();
    private static final long FACTOR = new SecureRandom().nextLong() | 1;

    /** Ints of a slot: stamp, hash, object, and the name as (source, start, end). */
    private static final int WIDTH = 6;

    private static final int SMALLEST = 64;

    /** Larger memory is not kept for the next message. */
    private static final int LARGE = 1 << 16;

    private int[] slots = new int[SMALLEST * WIDTH];
    private int mask = SMALLEST - 1;
    private int stamp;
    private int size;
    private byte[] message = {};
    private byte[] decoded = {};
    private int decodedLength;

    void reset(byte[] bytes) {
        message = bytes;
        size = 0;
        decodedLength = 0;
        if (decoded.length > LARGE) {
            decoded = new byte[0];
        }
        if (slots.length > LARGE || stamp == Integer.MAX_VALUE) {
            slots = new int[SMALLEST * WIDTH];
            mask = SMALLEST - 1;
            stamp = 0;
        }
        stamp++;
    }

    int size() {
        return size;
    }

    /** Adds a name that stands in the message as it is; false if the object has it already. */
    boolean add(int object, int start, int end) {
        return add(object, 0, start, end);
    }

    /** Adds a name that is spelled otherwise in the message; false if the object has it already. */
    boolean add(int object, byte[] name) {
        int start = decodedLength;
        if (decoded.length - start < name.length) {
            decoded = Arrays.copyOf(decoded, Math.max(2 * decoded.length, start + name.length));
        }
        System.arraycopy(name, 0, decoded, start, name.length);
        decodedLength += name.length;
        return add(object, 1, start, decodedLength);
    }

    private boolean add(int object, int source, int start, int end) {
        byte[] bytes = source == 0 ? message : decoded;
        int hash = hash(bytes, start, end) + object * 0x9E3779B9;
        int at = (hash & mask) * WIDTH;
        while (slots[at] == stamp) {
            if (slots[at + 1] == hash && slots[at + 2] == object) {
                byte[] other = slots[at + 3] == 0 ? message : decoded;
                if (Arrays.equals(other, slots[at + 4], slots[at + 5], bytes, start, end)) {
                    return false;
                }
            }
            at = at + WIDTH == slots.length ? 0 : at + WIDTH;
        }
        slots[at] = stamp;
        slots[at + 1] = hash;
        slots[at + 2] = object;
        slots[at + 3] = source;
        slots[at + 4] = start;
        slots[at + 5] = end;
        if (++size * 2 > mask) {
            grow();
        }
        return true;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[old.length * 2];
        mask = mask * 2 + 1;
        for (int from = 0; from < old.length; from += WIDTH) {
            if (old[from] == stamp) {
                int at = (old[from + 1] & mask) * WIDTH;
                while (slots[at] == stamp) {
                    at = at + WIDTH == slots.length ? 0 : at + WIDTH;
                }
                System.arraycopy(old, from, slots, at, WIDTH);
            }
        }
    }

    private static int hash(byte[] bytes, int start, int end) {
        long hash = SEED ^ (end - start);
        int at = start;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ (long) WORD.get(bytes, at)) * FACTOR;
            hash ^= hash >>> 32;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | (bytes[at] & 0xFF);
        }
        hash = (hash ^ rest) * FACTOR;
        return (int) (hash ^ hash >>> 32);
    }
}
