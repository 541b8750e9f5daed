package io.agentgate.gateway.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found in the time it had, newest first.
 *
 * @param next where to go on; null once everything was looked at
 * @param searchedTo the time down to which everything was looked at, of a search that had to end
 *     before its page was full; null otherwise
 */
public record CallPage(
        List<CallRecord> calls, @Nullable CallPosition next, @Nullable Instant searchedTo) {
    /** There is nothing, and nothing more to look at. */
    public static final CallPage EMPTY = new CallPage(List.of(), null, null);

    public CallPage {
        calls = List.copyOf(calls);
    }
}
