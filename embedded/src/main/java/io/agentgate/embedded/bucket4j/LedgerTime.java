package io.agentgate.embedded.bucket4j;

import io.github.bucket4j.TimeMeter;

/** The latest time a ledger was told. Guarded by the ledger's lock. */
final class LedgerTime implements TimeMeter {
    private boolean started;
    private long nanos;

    /**
     * Threads read their clocks before they get the lock, so a time may come late: it is ignored.
     */
    void moveTo(long nanoTime) {
        if (!started || nanoTime - nanos > 0) {
            nanos = nanoTime;
            started = true;
        }
    }

    @Override
    public long currentTimeNanos() {
        return nanos;
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
