package io.agentgate.gateway.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls to look for, from the newest backwards. Null members do not restrict.
 *
 * @param filters all of them must hold
 * @param text what tool, server, agent, stored arguments, stored result or reason holds somewhere,
 *     whatever the case of its letters
 * @param minLatencyNanos only calls that are known to have taken so long
 * @param since only calls decided at or after this time
 * @param until only calls decided before this time
 * @param before only calls that lie behind this place
 * @param limit most calls to return, at least 1
 */
public record CallSearch(
        List<CallFilter> filters,
        @Nullable String text,
        @Nullable Long minLatencyNanos,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable CallPosition before,
        int limit) {
    public CallSearch {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        filters = List.copyOf(filters);
    }

    /** The newest calls, whatever they are. */
    public static CallSearch newest(int limit) {
        return new CallSearch(List.of(), null, null, null, null, null, limit);
    }

    /** The same calls, as far as they lie behind a place. */
    public CallSearch before(CallPosition place) {
        return new CallSearch(filters, text, minLatencyNanos, since, until, place, limit);
    }
}
