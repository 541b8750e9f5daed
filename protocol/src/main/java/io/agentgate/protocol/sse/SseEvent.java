package io.agentgate.protocol.sse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream; the data array is not copied.
 *
 * @param type {@code message} unless the stream named another
 * @param data lines joined by LF
 * @param id null if this event came without one; empty if it resets the last one
 * @param retry null if this event came without one
 */
@SuppressWarnings("ArrayRecordComponent")
public record SseEvent(String type, byte[] data, @Nullable String id, @Nullable Duration retry) {

    public static final String MESSAGE = "message";

    public static SseEvent message(byte[] data) {
        return new SseEvent(MESSAGE, data, null, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SseEvent event
                && type.equals(event.type)
                && Arrays.equals(data, event.data)
                && Objects.equals(id, event.id)
                && Objects.equals(retry, event.retry);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, Arrays.hashCode(data), id, retry);
    }

    /** Returns the data as text; a log must never hold it. */
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SseEvent[" + data.length + " bytes]";
    }
}
