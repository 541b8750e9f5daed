package io.agentgate.auditstore.store;

import io.agentgate.gateway.statistics.LatencyBuckets;
import java.math.BigDecimal;
import java.time.Instant;

/** What is to be added to a row of figures. */
final class FigureSum {
    private long calls;
    private BigDecimal nanos = BigDecimal.ZERO;
    private final long[] latencies = new long[LatencyBuckets.COUNT];
    private Instant lastSeen = Instant.MIN;

    /**
     * @param number 1, or -1 for one that was counted here and counts elsewhere now
     */
    void add(CountedCall call, int number) {
        calls += number;
        lastSeen = call.time().isAfter(lastSeen) ? call.time() : lastSeen;
        Long latency = call.latencyNanos();
        if (latency != null) {
            nanos = nanos.add(BigDecimal.valueOf(latency));
            latencies[LatencyBuckets.of(latency)]++;
        }
    }

    FigureSum plus(FigureSum other) {
        calls += other.calls;
        nanos = nanos.add(other.nanos);
        lastSeen = other.lastSeen.isAfter(lastSeen) ? other.lastSeen : lastSeen;
        for (int bucket = 0; bucket < latencies.length; bucket++) {
            latencies[bucket] += other.latencies[bucket];
        }
        return this;
    }

    long calls() {
        return calls;
    }

    BigDecimal nanos() {
        return nanos;
    }

    long latencies(int bucket) {
        return latencies[bucket];
    }

    Instant lastSeen() {
        return lastSeen;
    }
}
