package io.agentgate.gateway.quota;

import java.util.List;

/**
 * Port: who has how many calls left. Thread safe, never blocks on I/O, and bounded: a ledger
 * forgets buckets that are full again before it forgets others.
 */
public interface QuotaLedger {

    /**
     * Takes what a call costs from every bucket named, or from none.
     *
     * @param charges in the order in which they are checked; not empty
     * @param nanoTime the caller's monotonic clock, in nanoseconds
     */
    Reservation reserve(List<Charge> charges, long nanoTime);
}
