package io.agentgate.gateway.quota;

import io.agentgate.gateway.audit.ChargedLimit;
import java.time.Duration;

/**
 * One call's claim on one budget.
 *
 * @param rule id of the policy rule, or name of the process-wide limit, that sets the budget
 * @param key names the bucket; equal keys share one
 * @param capacity what the full bucket holds; 0 allows nothing
 * @param window time in which an empty bucket fills again, evenly
 * @param cost what the call takes out of it, at least 1; one that costs more than the bucket holds
 *     never fits
 */
public record Charge(String rule, String key, long capacity, Duration window, long cost) {
    /** A claim on a bucket that counts calls. */
    public Charge(String rule, String key, long capacity, Duration window) {
        this(rule, key, capacity, window, 1);
    }

    public Charge {
        if (capacity < 0 || window.isNegative() || window.isZero() || cost < 1) {
            throw new IllegalArgumentException(
                    "capacity must be >= 0, window > 0 and cost at least 1");
        }
    }

    /** Whether it may fit at some time. */
    public boolean mayFit() {
        return cost <= capacity;
    }

    /** The same bucket's smallest claim. */
    public Charge single() {
        return cost == 1 ? this : new Charge(rule, key, capacity, window, 1);
    }

    /** What is recorded of it, with so many whole calls left in its bucket. */
    ChargedLimit leaving(long left) {
        return new ChargedLimit(rule, capacity, left, window, cost);
    }
}
