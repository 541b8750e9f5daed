package io.agentgate.gateway.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls to show. Null members do not restrict.
 *
 * @param filters all of them must hold
 * @param since only calls decided at or after this time
 * @param after only rows changed after this change mark (see {@link CallRecord#mark}), in the order
 *     of their change: what following a log needs
 * @param limit most rows to return, at least 1
 * @param offset how many of the first are left out
 */
public record CallQuery(
        List<CallFilter> filters,
        @Nullable Instant since,
        @Nullable Long after,
        int limit,
        int offset) {
    public CallQuery {
        if (limit < 1 || offset < 0) {
            throw new IllegalArgumentException("limit must be at least 1, and offset at least 0");
        }
        filters = List.copyOf(filters);
    }

    /** From the first one on. */
    public CallQuery(
            List<CallFilter> filters, @Nullable Instant since, @Nullable Long after, int limit) {
        this(filters, since, after, limit, 0);
    }

    /** The newest calls, whatever they are. */
    public static CallQuery newest(int limit) {
        return new CallQuery(List.of(), null, null, limit);
    }

    /** The same calls, as far as they changed after this mark. */
    public CallQuery after(long mark) {
        return new CallQuery(filters, since, mark, limit);
    }
}
