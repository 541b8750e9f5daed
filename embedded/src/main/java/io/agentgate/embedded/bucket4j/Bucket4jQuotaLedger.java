package io.agentgate.embedded.bucket4j;

import io.agentgate.gateway.quota.Charge;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A quota ledger in the memory of one process.
 *
 * <p>One lock covers all buckets. It is held for well under a microsecond, and it is what makes a
 * reservation of several charges a single step: with a lock per bucket another call could be
 * refused because of a charge that is about to be given back.
 */
public final class Bucket4jQuotaLedger implements QuotaLedger {
    private static final int DEFAULT_MAX_BUCKETS = 10_000;

    private final int maxBuckets;
    private final LedgerTime time = new LedgerTime();

    /** Least recently used first. */
    private final Map<String, Budget> budgets = new LinkedHashMap<>(64, 0.75f, true);

    public Bucket4jQuotaLedger() {
        this(DEFAULT_MAX_BUCKETS);
    }

    /**
     * @param maxBuckets most buckets remembered at once
     */
    public Bucket4jQuotaLedger(int maxBuckets) {
        if (maxBuckets < 1) {
            throw new IllegalArgumentException("maxBuckets must be at least 1");
        }
        this.maxBuckets = maxBuckets;
    }

    @Override
    public synchronized Reservation reserve(List<Charge> charges, long nanoTime) {
        time.moveTo(nanoTime);
        List<Taken> taken = new ArrayList<>(charges.size());
        long[] left = new long[charges.size()];
        for (int i = 0; i < left.length; i++) {
            Reservation.@Nullable Exhausted refusal = take(charges.get(i), taken);
            if (refusal != null) {
                taken.forEach(Taken::giveBack);
                return refusal;
            }
            left[i] = taken.getLast().budget().left();
        }
        return new Grant(taken, left);
    }

    private Reservation.@Nullable Exhausted take(Charge charge, List<Taken> taken) {
        if (!charge.mayFit()) {
            // The bucket of earlier figures stays, so that they find it as they left it.
            return new Reservation.Exhausted(charge, null);
        }
        Budget budget = budgets.get(charge.key());
        if (budget == null) {
            budget = new Budget(charge, time);
            budgets.put(charge.key(), budget);
            forgetSome(budget);
        } else {
            budget.adopt(charge);
        }
        long waitNanos = budget.take(charge.cost());
        if (waitNanos > 0) {
            return new Reservation.Exhausted(charge, Duration.ofNanos(waitNanos), budget.left());
        }
        taken.add(new Taken(budget, charge.cost()));
        return null;
    }

    /**
     * Makes room beyond what is needed at once, so that a flood of new keys pays for looking
     * through all buckets once in a while and not with every call.
     */
    private void forgetSome(Budget newest) {
        if (budgets.size() <= maxBuckets) {
            return;
        }
        budgets.values().removeIf(budget -> budget != newest && budget.isFull());
        int keep = Math.max(1, maxBuckets - maxBuckets / 100);
        Iterator<Budget> leastRecentlyUsed = budgets.values().iterator();
        while (budgets.size() > keep && leastRecentlyUsed.hasNext()) {
            if (leastRecentlyUsed.next() != newest) {
                leastRecentlyUsed.remove();
            }
        }
    }

    synchronized int size() {
        return budgets.size();
    }

    /** What was taken from one bucket. */
    private record Taken(Budget budget, long tokens) {
        void giveBack() {
            budget.giveBack(tokens);
        }
    }

    /** Charges taken in this ledger, until one of the two ends is reached. */
    private final class Grant implements Reservation.Granted {
        private final long[] left;
        private @Nullable List<Taken> open;

        Grant(List<Taken> taken, long[] left) {
            this.open = taken;
            this.left = left;
        }

        @Override
        public long left(int charge) {
            return left[charge];
        }

        @Override
        public void commit() {
            synchronized (Bucket4jQuotaLedger.this) {
                open = null;
            }
        }

        @Override
        public void release() {
            synchronized (Bucket4jQuotaLedger.this) {
                if (open != null) {
                    open.forEach(Taken::giveBack);
                    open = null;
                }
            }
        }
    }
}
