package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.EventCodec;
import java.nio.ByteBuffer;

/**
 * Events on their way into a segment: records back to back, to be written at once. Never more than
 * {@link #MAX_BYTES}. Not thread safe.
 */
final class Records {
    /** Two events of the largest size; a segment holds as much. */
    static final int MAX_BYTES = 2 * Segment.MAX_RECORD_BYTES;

    private final ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    private int count;

    /** Whether any event finds room. */
    boolean hasRoom() {
        return bytes.remaining() >= Segment.MAX_RECORD_BYTES;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** How many bytes of a segment they take. */
    int length() {
        return bytes.position();
    }

    /** Adds an event, for which there must be room; one that cannot be encoded changes nothing. */
    void add(AuditEvent event) {
        int at = bytes.position();
        try {
            bytes.position(at + Segment.HEADER_BYTES);
            EventCodec.encode(event, bytes);
        } catch (RuntimeException notEncoded) {
            bytes.position(at);
            throw notEncoded;
        }
        bytes.putInt(at + Segment.LENGTH_AT, bytes.position() - at - Segment.HEADER_BYTES);
        count++;
    }

    /**
     * The bytes for a segment.
     *
     * @param sequence of the first record
     */
    ByteBuffer sealed(int generation, long sequence) {
        int at = 0;
        for (int record = 0; record < count; record++) {
            int length = bytes.getInt(at + Segment.LENGTH_AT);
            Segment.seal(bytes, at, length, generation, sequence + record);
            at += Segment.HEADER_BYTES + length;
        }
        return bytes.duplicate().flip();
    }

    void clear() {
        bytes.clear();
        count = 0;
    }
}
