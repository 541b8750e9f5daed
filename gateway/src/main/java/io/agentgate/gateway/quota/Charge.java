package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.ChargedLimit;
import java.time.Duration;

/**
 * One call's claim on one budget.
 *
 * @param rule id of the policy rule, or name of the process-wide limit, that sets the budget
 * @param key names the bucket; equal keys share one
 * @param capacity calls the full bucket allows; 0 allows none
 * @param window time in which an empty bucket fills again, evenly
 */
public record Charge(String rule, String key, long capacity, Duration window) {
    public Charge {
        if (capacity < 0 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("capacity must be >= 0 and window > 0");
        }
    }

    /** What is recorded of it, with so many whole calls left in its bucket. */
    ChargedLimit leaving(long left) {
        return new ChargedLimit(rule, capacity, left, window);
    }
}
