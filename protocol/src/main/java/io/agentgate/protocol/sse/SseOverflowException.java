package io.agentgate.protocol.sse;

import java.io.IOException;
import java.io.Serial;

/** An event larger than the limit; the stream can't be read any further. */
public final class SseOverflowException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    SseOverflowException(int limit) {
        super("an event larger than " + limit + " bytes");
    }
}
