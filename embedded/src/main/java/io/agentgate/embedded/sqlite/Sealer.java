package io.agentgate.embedded.sqlite;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The maker of links and seals: an HMAC-SHA256 over the link before, a number and typed values, so
 * that no two different things give the same bytes. Not thread safe.
 */
final class Sealer {
    static final int HASH_BYTES = 32;

    /** A seal that fits nothing: what was found broken must not become whole by being written. */
    private static final byte[] BROKEN = new byte[0];

    /** What a link or seal is made for. The codes are part of the stored form and never change. */
    enum Purpose {
        DECIDED(1),
        SETTLED(2),
        NOTED(3),
        HEAD(4),
        PRUNED(5),
        REGISTER(6),
        KEPT(7);

        private final byte code;

        Purpose(int code) {
            this.code = (byte) code;
        }
    }

    private final Mac mac;
    private final String keyId;
    private byte[] bytes = new byte[2048];
    private int length;

    /**
     * @param mac with its key, for nobody else's use
     * @param keyId tells that key from others
     */
    Sealer(Mac mac, String keyId) {
        this.mac = mac;
        this.keyId = keyId;
    }

    String keyId() {
        return keyId;
    }

    /** The link of an event behind another. */
    Link next(Link before, Purpose purpose, @Nullable Object[] columns) {
        long seq = before.seq() + 1;
        @Nullable Object[] values = EventColumns.linked(purpose, columns);
        return new Link(seq, hash(before.hash(), seq, purpose, values));
    }

    /** The seal of a chain's end together with some values. */
    byte[] seal(Purpose purpose, Link end, @Nullable Object... values) {
        return hash(end.hash(), end.seq(), purpose, values);
    }

    /** The seal to write: one that holds only if what was there before was whole. */
    byte[] sealAfter(boolean whole, Purpose purpose, Link end, @Nullable Object... values) {
        return whole ? seal(purpose, end, values) : BROKEN;
    }

    boolean fits(byte @Nullable [] seal, Purpose purpose, Link end, @Nullable Object... values) {
        return MessageDigest.isEqual(seal(purpose, end, values), seal);
    }

    private byte[] hash(byte[] before, long seq, Purpose purpose, @Nullable Object[] values) {
        length = 0;
        put(before);
        room(1 + Long.BYTES);
        bytes[length++] = purpose.code;
        put(seq);
        for (Object value : values) {
            putTyped(value);
        }
        mac.update(bytes, 0, length);
        return mac.doFinal();
    }

    /** The types are those SQLite has: a value that changed its type has changed. */
    private void putTyped(@Nullable Object value) {
        room(1 + Long.BYTES);
        switch (value) {
            case null -> bytes[length++] = 'N';
            case String text -> putSized((byte) 'T', text.getBytes(StandardCharsets.UTF_8));
            case byte[] blob -> putSized((byte) 'B', blob);
            case Double real -> {
                bytes[length++] = 'R';
                put(Double.doubleToRawLongBits(real));
            }
            case Number whole -> {
                bytes[length++] = 'I';
                put(whole.longValue());
            }
            default -> throw new IllegalArgumentException("no value of SQLite");
        }
    }

    private void putSized(byte type, byte[] value) {
        bytes[length++] = type;
        put(value.length);
        put(value);
    }

    private void put(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void put(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
