package io.agentgate.gateway.retry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A round of a call that a server answered by asking for input.
 *
 * @param decision the id under which it is recorded
 * @param caller whose it is
 * @param server that asked
 * @param digest SHA-256 over what was called with which arguments
 * @param until when it may be gone on with at the latest
 * @param state what the server wants to see again, a value of JSON; null if it gave nothing
 */
@SuppressWarnings("ArrayRecordComponent") // Made once, read once.
record Round(
        String decision,
        String caller,
        String server,
        byte[] digest,
        Instant until,
        byte @Nullable [] state) {}
