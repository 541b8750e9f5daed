package io.agentgate.gateway.audit;

import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is kept of a message body: its redacted beginning, its length, and proof of the whole. */
public final class Payload {
    /** Most bytes kept of one payload. */
    public static final int MAX_HEAD_BYTES = 64 * 1024;

    private final byte[] head;
    private final long fullLength;
    private final byte @Nullable [] hmac;

    /**
     * A captured payload. The arrays are not copied.
     *
     * @param head the first bytes of the redacted JSON text, cut between characters
     * @param fullLength length of the redacted JSON text in bytes
     * @param hmac HMAC-SHA256 of the whole redacted JSON text, or null where there is no key
     */
    public Payload(byte[] head, long fullLength, byte @Nullable [] hmac) {
        if (head.length > MAX_HEAD_BYTES || fullLength < head.length) {
            throw new IllegalArgumentException("captured payload of impossible length");
        }
        this.head = head;
        this.fullLength = fullLength;
        this.hmac = hmac;
    }

    /** The kept bytes; not to be changed. */
    public byte[] head() {
        return head;
    }

    public long fullLength() {
        return fullLength;
    }

    public byte @Nullable [] hmac() {
        return hmac;
    }

    /** Whether something was cut off. */
    public boolean truncated() {
        return fullLength > head.length;
    }

    /** The kept text. */
    public String text() {
        return new String(head, StandardCharsets.UTF_8);
    }

    /**
     * Writes a payload as a value on one line, for lines of JSON: what was cut is no JSON any more,
     * and is named by its size instead.
     *
     * @param payload null is written as a JSON null
     */
    public static void write(JsonWriter json, @Nullable Payload payload) {
        if (payload == null) {
            json.nullValue();
        } else if (payload.truncated()) {
            json.beginObject().name("_truncated").value(true);
            json.name("original_size_bytes").value(payload.fullLength()).endObject();
        } else {
            json.raw(Frame.of(payload.head).onOneLine().bytes());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload payload
                && fullLength == payload.fullLength
                && Arrays.equals(head, payload.head)
                && Arrays.equals(hmac, payload.hmac);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(head) + Long.hashCode(fullLength);
    }

    @Override
    public String toString() {
        return "Payload[" + head.length + " of " + fullLength + " bytes]";
    }

    /** The longest beginning of at most {@code max} bytes that ends between UTF-8 characters. */
    public static byte[] head(byte[] utf8, int max) {
        if (utf8.length <= max) {
            return utf8;
        }
        int end = max;
        while (end > 0 && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }
}
