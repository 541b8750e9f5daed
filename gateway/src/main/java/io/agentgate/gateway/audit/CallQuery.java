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
 */
public record CallQuery(
        List<CallFilter> filters, @Nullable Instant since, @Nullable Long after, int limit) {
    public CallQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        filters = List.copyOf(filters);
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
