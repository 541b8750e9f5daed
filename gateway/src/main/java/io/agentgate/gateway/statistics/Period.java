package io.agentgate.gateway.statistics;

import java.time.Instant;

/**
 * A stretch of time in which calls were decided.
 *
 * @param since its beginning
 * @param until its end, which is no part of it
 */
public record Period(Instant since, Instant until) {
    public Period {
        if (!since.isBefore(until)) {
            throw new IllegalArgumentException("a period ends after it begins");
        }
    }
}
