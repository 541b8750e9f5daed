package io.agentgate.stdio;

import io.agentgate.gateway.Loss;
import io.agentgate.protocol.Id;

/** One thing that a link told; see {@link io.agentgate.gateway.link.LinkListener}. */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
sealed interface Told {
    /** The server sent a message. */
    record Message(byte[] bytes) implements Told {}

    /** It sent one that is too large to be kept. */
    record Oversized(byte[] head, byte[] tail) implements Told {}

    /** A request will not be answered. */
    record Lost(Id request, Loss loss, String reason) implements Told {}

    /** All that waits is lost. */
    record Ended(String reason) implements Told {}
}
