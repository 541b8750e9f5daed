package io.agentgate.cluster.redis;

import io.agentgate.gateway.quota.Charge;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.Reservation;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What this process and the others took from one bucket, as far as they told each other. */
final class Tally {
    /** Most that is paid at once while a call waits. */
    private static final int MOST_IN_PASSING = 64;

    private final AtomicLong untold = new AtomicLong();

    /** Taken by others, and not yet from the local bucket, because it was empty. */
    private final AtomicLong owed = new AtomicLong();

    /** Whether it is on the list of those to be told of. */
    final AtomicBoolean listed = new AtomicBoolean();

    private volatile Charge charge;
    private volatile long lastUse;

    /** The count of all after the last exchange; -1 before the first. Of the link's context. */
    private long seen = -1;

    Tally(Charge charge, long nanoTime) {
        this.charge = charge.single();
        this.lastUse = nanoTime;
    }

    Charge charge() {
        return charge;
    }

    void used(Charge latest, long nanoTime) {
        charge = latest.single();
        lastUse = nanoTime;
    }

    long lastUse() {
        return lastUse;
    }

    void count(long taken) {
        untold.addAndGet(taken);
    }

    long untold() {
        return untold.get();
    }

    /** What is to be told now; comes back by {@link #count} if it was not heard. */
    long tell() {
        return untold.getAndSet(0);
    }

    /**
     * Learns what all took.
     *
     * @param count of all before what was told, since the bucket was first heard of
     * @param debt how much of the bucket was taken then
     */
    void learn(long told, long count, long debt) {
        // A count that fell is that of another Redis, or of one that forgot.
        long others = seen < 0 ? debt : count < seen ? count : count - seen;
        seen = count + told;
        if (others > 0) {
            owed.addAndGet(others);
        }
    }

    /** Takes what others took from the local bucket, too, as long as there is some. */
    void pay(QuotaLedger local, long nanoTime, int most) {
        for (int paid = 0; paid < most && owed.get() > 0; paid++) {
            if (!(local.reserve(List.of(charge), nanoTime) instanceof Reservation.Granted taken)) {
                return;
            }
            taken.commit();
            owed.decrementAndGet();
        }
    }

    void payInPassing(QuotaLedger local, long nanoTime) {
        if (owed.get() > 0) {
            pay(local, nanoTime, MOST_IN_PASSING);
        }
    }
}
