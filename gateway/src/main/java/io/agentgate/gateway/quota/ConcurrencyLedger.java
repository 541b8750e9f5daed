package io.agentgate.gateway.quota;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Port: how many calls are in flight. Thread safe, never blocks on I/O, and bounded by the calls
 * that are in flight.
 */
public interface ConcurrencyLedger {

    /**
     * Counts a call in all places that are named, or in none.
     *
     * @param claims in the order in which they are checked; not empty
     */
    Admission admit(List<Claim> claims);

    /**
     * One call's claim to be one of few.
     *
     * @param rule id of the policy rule that sets the number
     * @param key equal keys are counted together
     * @param most calls at once; 0 for none
     */
    record Claim(String rule, String key, long most) {
        public Claim {
            if (most < 0) {
                throw new IllegalArgumentException("needs a number of calls >= 0");
            }
        }
    }

    /** Whether a call is one of those in flight. */
    sealed interface Admission {

        /** It is, until it is over. */
        non-sealed interface Counted extends Admission {
            /** It is in flight no more. Further calls have no effect. */
            void over();
        }

        /**
         * It is not.
         *
         * @param claim the first that did not fit
         */
        record Full(Claim claim) implements Admission {
            private static final Duration RETRY = Duration.ofSeconds(1);

            /**
             * When trying again may help, since others end when they end; null if it never will.
             */
            @Nullable Duration retryAfter() {
                return claim.most() == 0 ? null : RETRY;
            }
        }
    }
}
