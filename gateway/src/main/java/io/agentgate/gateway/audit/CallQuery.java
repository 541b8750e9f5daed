package io.agentgate.gateway.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which calls to show. Null fields do not restrict.
 *
 * @param tool exact tool name
 * @param server exact server name
 * @param since only calls decided at or after this time
 * @param after only rows changed after this change mark (see {@link CallRecord#mark}), in the order
 *     of their change: what following a log needs
 * @param limit most rows to return, at least 1
 */
public record CallQuery(
        @Nullable String tool,
        @Nullable String server,
        @Nullable CallStatus status,
        @Nullable Instant since,
        @Nullable Long after,
        int limit) {
    public CallQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
    }

    /** The newest calls, whatever they are. */
    public static CallQuery newest(int limit) {
        return new CallQuery(null, null, null, null, null, limit);
    }
}
