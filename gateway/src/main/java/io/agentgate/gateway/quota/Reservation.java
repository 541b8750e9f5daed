package io.agentgate.gateway.quota;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A ledger's answer to a request for several charges at once. */
public sealed interface Reservation {

    /** All charges are taken until committed or released. */
    non-sealed interface Granted extends Reservation {
        /** Makes the charges final. Further calls of either method have no effect. */
        void commit();

        /** Gives the charges back, as if they had never been taken. */
        void release();

        /**
         * Whole calls that the bucket of a charge held just after that was taken; of a ledger that
         * several processes hold together, as far as this one knows.
         *
         * @param charge its place among those asked for
         */
        long left(int charge);
    }

    /**
     * Nothing was taken.
     *
     * @param charge the first charge that did not fit
     * @param retryAfter how long until it would fit; null if never
     * @param left whole calls in its bucket
     */
    record Exhausted(Charge charge, @Nullable Duration retryAfter, long left)
            implements Reservation {

        /** A charge that found its bucket empty. */
        public Exhausted(Charge charge, @Nullable Duration retryAfter) {
            this(charge, retryAfter, 0);
        }
    }
}
