package io.agentgate.embedded.sqlite;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The place of one event in its writer's chain: its number, and a hash that stands for it and all
 * events before it.
 */
final class Link {
    /** What comes before the first event. */
    static final Link NONE = new Link(0, new byte[Sealer.HASH_BYTES]);

    private final long seq;
    private final byte[] hash;

    /**
     * The array is not copied.
     *
     * @param hash null where somebody took it away; then it fits nothing
     */
    Link(long seq, byte @Nullable [] hash) {
        this.seq = seq;
        this.hash = hash == null ? new byte[0] : hash;
    }

    long seq() {
        return seq;
    }

    /** Not to be changed. */
    byte[] hash() {
        return hash;
    }

    boolean hasHash(byte @Nullable [] other) {
        return MessageDigest.isEqual(hash, other);
    }

    @Override
    public String toString() {
        return "Link[" + seq + "]";
    }
}
