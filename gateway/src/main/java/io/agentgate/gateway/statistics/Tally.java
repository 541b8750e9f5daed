package io.agentgate.gateway.statistics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What became of some calls, in numbers. Immutable. */
public final class Tally {
    /** Of no calls. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, new long[LatencyBuckets.COUNT]);

    private final long calls;
    private final long errors;
    private final long denials;
    private final long limited;
    private final double nanos;
    private final long[] latencies;

    /**
     * @param errors those that ended as errors
     * @param denials those that a rule denied
     * @param limited those that a limit refused
     * @param nanos latencies of those that have one, together
     * @param latencies how many of them are in each of the {@link LatencyBuckets}
     */
    public Tally(
            long calls, long errors, long denials, long limited, double nanos, long[] latencies) {
        this.calls = calls;
        this.errors = errors;
        this.denials = denials;
        this.limited = limited;
        this.nanos = nanos;
        this.latencies = latencies.clone();
    }

    public long calls() {
        return calls;
    }

    public long errors() {
        return errors;
    }

    public long denials() {
        return denials;
    }

    public long limited() {
        return limited;
    }

    /** How many calls took how long, by the {@link LatencyBuckets}. */
    public long[] latencies() {
        return latencies.clone();
    }

    /** The average latency of those that have one, in nanoseconds; null where none has. */
    public @Nullable Double averageNanos() {
        long timed = Arrays.stream(latencies).sum();
        return timed == 0 ? null : (Double) (nanos / timed);
    }

    /** What a share of the latencies does not exceed, as exactly as the buckets tell. */
    public @Nullable Long quantileNanos(double share) {
        return LatencyBuckets.quantile(latencies, share);
    }

    /** These calls and others. */
    public Tally plus(Tally other) {
        long[] sum = latencies.clone();
        for (int bucket = 0; bucket < sum.length; bucket++) {
            sum[bucket] += other.latencies[bucket];
        }
        return new Tally(
                calls + other.calls,
                errors + other.errors,
                denials + other.denials,
                limited + other.limited,
                nanos + other.nanos,
                sum);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tally tally
                && calls == tally.calls
                && errors == tally.errors
                && denials == tally.denials
                && limited == tally.limited
                && nanos == tally.nanos
                && Arrays.equals(latencies, tally.latencies);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(calls) * 31 + Arrays.hashCode(latencies);
    }

    @Override
    public String toString() {
        return calls
                + " calls, "
                + errors
                + " errors, "
                + denials
                + " denied, "
                + limited
                + " limited, "
                + Arrays.toString(latencies);
    }
}
