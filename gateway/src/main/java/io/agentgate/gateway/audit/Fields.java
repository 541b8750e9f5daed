package io.agentgate.gateway.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fields of one encoded event, by their tags; a tag of a later version is passed over. */
final class Fields {
    private static final int KNOWN_TAGS = 32;

    private final ByteBuffer bytes;
    private final int[] starts = new int[KNOWN_TAGS];
    private final int[] lengths = new int[KNOWN_TAGS];

    /** Takes all that remains; each field of it is a tag (1 byte), a length (4) and a value. */
    Fields(ByteBuffer remaining) {
        this.bytes = remaining;
        Arrays.fill(lengths, -1);
        while (remaining.hasRemaining()) {
            byte tag = remaining.get();
            int length = remaining.getInt();
            if (length < 0) {
                throw new IllegalArgumentException("a field of negative length");
            }
            if (tag >= 0 && tag < KNOWN_TAGS) {
                starts[tag] = remaining.position();
                lengths[tag] = length;
            }
            remaining.position(remaining.position() + length);
        }
    }

    private boolean has(byte tag) {
        return lengths[tag] >= 0;
    }

    private int at(byte tag, int least) {
        if (lengths[tag] < least) {
            throw new IllegalArgumentException("field " + tag + " is missing or too short");
        }
        return starts[tag];
    }

    private byte[] bytes(byte tag) {
        int at = at(tag, 0);
        byte[] value = new byte[lengths[tag]];
        bytes.get(at, value);
        return value;
    }

    byte @Nullable [] bytesOrNull(byte tag) {
        return has(tag) ? bytes(tag) : null;
    }

    String text(byte tag) {
        int at = at(tag, 0);
        return bytes.hasArray()
                ? new String(
                        bytes.array(),
                        bytes.arrayOffset() + at,
                        lengths[tag],
                        StandardCharsets.UTF_8)
                : new String(bytes(tag), StandardCharsets.UTF_8);
    }

    @Nullable String textOrNull(byte tag) {
        return has(tag) ? text(tag) : null;
    }

    long number(byte tag) {
        return bytes.getLong(at(tag, Long.BYTES));
    }

    Instant time(byte tag) {
        int at = at(tag, Long.BYTES + Integer.BYTES);
        return Instant.ofEpochSecond(bytes.getLong(at), bytes.getInt(at + Long.BYTES));
    }

    /** The payload in these three fields, or null if there is none. */
    @Nullable Payload payload(byte head, byte fullLength, byte hmac) {
        return has(head)
                ? new Payload(bytes(head), number(fullLength), has(hmac) ? bytes(hmac) : null)
                : null;
    }
}
