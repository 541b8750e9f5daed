package io.agentgate.gateway.statistics;

import org.jspecify.annotations.Nullable;

/**
 * The buckets that latencies are counted in: 1, 2, 5, 10, 25, 50, 100, 250, 500 ms, 1, 2.5, 5, 10,
 * 30 and 60 s, and one for all that is beyond. A bucket holds what is not above its bound.
 */
public final class LatencyBuckets {
    private static final long[] BOUNDS = {
        1_000_000L,
        2_000_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L,
        30_000_000_000L,
        60_000_000_000L
    };

    /** How many buckets there are. */
    public static final int COUNT = BOUNDS.length + 1;

    private LatencyBuckets() {}

    /** The bounds, in nanoseconds; the last bucket has none. */
    public static long[] bounds() {
        return BOUNDS.clone();
    }

    /** The bucket of a latency, from 0 on. */
    public static int of(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /**
     * What a share of the latencies does not exceed, as exactly as the buckets tell: a bound.
     *
     * @param counts of each bucket
     * @param share from 0 to 1
     * @return nanoseconds; null where there are none, and beyond the last bound
     */
    public static @Nullable Long quantile(long[] counts, double share) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long wanted = (long) Math.ceil(all * share);
        long seen = 0;
        for (int bucket = 0; bucket < BOUNDS.length; bucket++) {
            seen += counts[bucket];
            if (all > 0 && seen >= wanted) {
                return BOUNDS[bucket];
            }
        }
        return null;
    }
}
