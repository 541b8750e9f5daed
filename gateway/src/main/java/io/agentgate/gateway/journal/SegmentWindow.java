package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.EventCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** A stretch of a segment in memory, and the records in it. Not thread safe. */
final class SegmentWindow {
    static final int MAX_BYTES = 4 * Segment.MAX_RECORD_BYTES;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(1 << 12).asReadOnlyBuffer();

    private final ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    private int filled;

    /**
     * Reads what lies from {@code offset} on.
     *
     * @param end nothing behind it is read
     * @return whether something may lie behind the window
     */
    boolean fill(FileChannel segment, int offset, int end) throws IOException {
        bytes.clear().limit(Math.min(MAX_BYTES, Math.max(0, end - offset)));
        filled = 0;
        while (bytes.hasRemaining()) {
            int count = segment.read(bytes, (long) offset + filled);
            if (count <= 0) {
                break;
            }
            filled += count;
        }
        boolean atEnd = bytes.hasRemaining() || offset + filled >= end;
        bytes.flip();
        return !atEnd;
    }

    int filled() {
        return filled;
    }

    /** Length of the event in the intact record at this place, or -1. */
    int recordAt(int at, int generation) {
        if (filled - at < Segment.HEADER_BYTES || bytes.getInt(at) != Segment.MAGIC) {
            return -1;
        }
        int length = bytes.getInt(at + Segment.LENGTH_AT);
        boolean plausible =
                bytes.getInt(at + 4) == generation
                        && length > 0
                        && length <= EventCodec.MAX_ENCODED_BYTES
                        && length <= filled - at - Segment.HEADER_BYTES;
        return plausible && Segment.checksum(bytes, at, length) == Segment.storedChecksum(bytes, at)
                ? length
                : -1;
    }

    long sequenceAt(int at) {
        return bytes.getLong(at + 12);
    }

    /** Null for what this version cannot read, which stands for nothing it could lose. */
    @Nullable AuditEvent eventAt(int at, int length) {
        try {
            return EventCodec.decode(bytes.slice(at + Segment.HEADER_BYTES, length));
        } catch (IllegalArgumentException writtenByAnotherVersion) {
            return null;
        }
    }

    /** Where a record may begin next; the end of the window if nowhere in it. */
    int nextMagic(int from) {
        for (int at = from; at <= filled - Segment.HEADER_BYTES; at++) {
            if (bytes.get(at) == 0) {
                at = behindZeros(at);
            }
            if (at <= filled - Segment.HEADER_BYTES && bytes.getInt(at) == Segment.MAGIC) {
                return at;
            }
        }
        return filled;
    }

    /** Most of a segment that was prepared and not used up: compared in bulk, not byte by byte. */
    int behindZeros(int from) {
        int at = from;
        while (at < filled) {
            int length = Math.min(ZEROS.capacity(), filled - at);
            int other = bytes.slice(at, length).mismatch(ZEROS.slice(0, length));
            if (other >= 0) {
                return at + other;
            }
            at += length;
        }
        return filled;
    }
}
