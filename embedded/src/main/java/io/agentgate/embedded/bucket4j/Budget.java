package io.agentgate.embedded.bucket4j;

import io.agentgate.gateway.quota.Charge;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/** The bucket behind one key, whatever its rule says today. Guarded by the ledger's lock. */
final class Budget {
    /** Bucket4j counts nanoseconds in a long, and adds two such numbers. */
    private static final Duration LONGEST_WINDOW = Duration.ofNanos(Long.MAX_VALUE / 4);

    private final TimeMeter time;
    private long capacity;
    private Duration window;
    private Bucket bucket;
    private long left;

    Budget(Charge charge, TimeMeter time) {
        this.time = time;
        this.window = windowOf(charge);
        this.capacity = capacityOf(charge, window);
        this.bucket = bucket(capacity, window, capacity, time);
    }

    /** Follows a rule that has changed. What was taken under its old figures stays taken. */
    void adopt(Charge charge) {
        Duration newWindow = windowOf(charge);
        long newCapacity = capacityOf(charge, newWindow);
        if (newCapacity == capacity && newWindow.equals(window)) {
            return;
        }
        long taken = capacity - bucket.getAvailableTokens();
        bucket = bucket(newCapacity, newWindow, Math.max(0, newCapacity - taken), time);
        capacity = newCapacity;
        window = newWindow;
    }

    /**
     * Takes tokens.
     *
     * @return 0 if there were enough, or the nanoseconds until there will be
     */
    long take(long tokens) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
        left = probe.getRemainingTokens();
        // Bucket4j rounds the wait down, and who waits as told must not be refused again.
        return probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill() + 1;
    }

    /** Whole tokens there were just after the last that was taken, or could not be. */
    long left() {
        return left;
    }

    void giveBack(long tokens) {
        bucket.addTokens(tokens);
    }

    boolean isFull() {
        return bucket.getAvailableTokens() >= capacity;
    }

    private static Duration windowOf(Charge charge) {
        return charge.window().compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : charge.window();
    }

    /** More than one call a nanosecond can't be told from exactly one, and Bucket4j refuses it. */
    private static long capacityOf(Charge charge, Duration window) {
        return Math.min(charge.capacity(), window.toNanos());
    }

    private static Bucket bucket(long capacity, Duration window, long tokens, TimeMeter time) {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(capacity)
                                        .refillGreedy(capacity, window)
                                        .initialTokens(tokens))
                .withCustomTimePrecision(time)
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }
}
