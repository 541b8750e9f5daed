package io.agentgate.policy;

import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.Replacement;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rule does to a call that it matches. */
public sealed interface Effect {

    /** True when this effect ends the walk. */
    boolean decides();

    /** What a policy calls it: the rule's {@code action}. */
    default String word() {
        return switch (this) {
            case Allow _ -> "allow";
            case Deny _ -> "deny";
            case Redact _ -> "redact";
            case RateLimit _ -> "rate_limit";
            case Spend _ -> "spend";
            case Concurrency _ -> "limit_concurrency";
            case Repeats _ -> "limit_repeats";
        };
    }

    /** True when calls are counted by it in whichever way. */
    default boolean limits() {
        return switch (this) {
            case Allow _, Deny _, Redact _ -> false;
            case RateLimit _, Spend _, Concurrency _, Repeats _ -> true;
        };
    }

    /** Of what each has a limit of its own; nothing of what sets no such limit. */
    default Set<Per> per() {
        return Set.of();
    }

    /** How the condition of a rule with this effect is read. */
    default Reading reading() {
        return switch (this) {
            case Allow _ -> Reading.GRANTING;
            case Deny _ -> Reading.CATCHING;
            case Redact _ -> Reading.CATCHING;
            case RateLimit _, Spend _, Concurrency _, Repeats _ -> Reading.CATCHING;
        };
    }

    /** Lets the call through. */
    record Allow() implements Effect {
        @Override
        public boolean decides() {
            return true;
        }
    }

    /** Refuses the call, with the policy's own words if it has any. */
    record Deny(@Nullable String message) implements Effect {
        @Override
        public boolean decides() {
            return true;
        }
    }

    /** Rewrites every string in which the pattern is found. */
    record Redact(Regex pattern, Replacement replacement, Phase phase) implements Effect {
        /** Whether there may be something to redact in {@code text} or in any part of it. */
        public boolean mayApply(String text) {
            return pattern.mayMatch(text);
        }

        /** Returns {@code text} itself when there is nothing to redact. */
        public String apply(String text) {
            return pattern.replaceAll(text, replacement);
        }

        @Override
        public boolean decides() {
            return false;
        }
    }

    /**
     * Lets calls through at an even rate.
     *
     * @param maxCalls calls a window; 0 lets none through
     * @param window at least a second
     * @param burst calls that may come at once after a pause; none where no call may come
     * @param per of what each has a bucket of its own; one for all where this is empty
     */
    record RateLimit(long maxCalls, Duration window, long burst, Set<Per> per) implements Effect {
        /** One limit for all calls, a window's worth of which may come at once. */
        public RateLimit(long maxCalls, Duration window) {
            this(maxCalls, window, maxCalls, Set.of());
        }

        public RateLimit {
            per = Set.copyOf(per);
            requireWindow(window);
            if (maxCalls < 0 || (maxCalls > 0 ? burst < 1 : burst != 0)) {
                throw new IllegalArgumentException("needs calls >= 0, and a burst where there are");
            }
        }

        /** The time in which an empty bucket of {@link #burst} calls is full again. */
        public Duration refill() {
            return burst == maxCalls
                    ? window
                    : Duration.ofNanos(
                            BigInteger.valueOf(window.toNanos())
                                    .multiply(BigInteger.valueOf(burst))
                                    .divide(BigInteger.valueOf(maxCalls))
                                    .min(BigInteger.valueOf(Long.MAX_VALUE))
                                    .longValueExact());
        }

        @Override
        public boolean decides() {
            return false;
        }
    }

    /**
     * Takes what a call costs from a budget that several rules share.
     *
     * @param cost at least 1
     */
    record Spend(Budget budget, long cost) implements Effect {
        public Spend {
            if (cost < 1) {
                throw new IllegalArgumentException("a call costs 1 or more");
            }
        }

        @Override
        public Set<Per> per() {
            return budget.per();
        }

        @Override
        public boolean decides() {
            return false;
        }
    }

    /**
     * Lets so many calls be in flight at once; 0 lets none through.
     *
     * @param per of what each has a number of its own
     */
    record Concurrency(long most, Set<Per> per) implements Effect {
        public Concurrency {
            per = Set.copyOf(per);
            if (most < 0) {
                throw new IllegalArgumentException("needs a number of calls >= 0");
            }
        }

        @Override
        public boolean decides() {
            return false;
        }
    }

    /**
     * Stops an agent that goes in circles: lets the same call, with the same arguments, through so
     * often in each window.
     *
     * @param most at least 1
     * @param window at least a second
     */
    record Repeats(long most, Duration window) implements Effect {
        public Repeats {
            requireWindow(window);
            if (most < 1) {
                throw new IllegalArgumentException("needs a number of calls >= 1");
            }
        }

        @Override
        public boolean decides() {
            return false;
        }
    }

    /**
     * What calls may cost together.
     *
     * @param name as rules call it
     * @param most in each window; 0 lets none through
     * @param window at least a second
     * @param per of what each has a budget of its own
     */
    record Budget(String name, long most, Duration window, Set<Per> per) {
        public Budget {
            per = Set.copyOf(per);
            requireWindow(window);
            if (most < 0) {
                throw new IllegalArgumentException("needs a limit >= 0");
            }
        }
    }

    private static void requireWindow(Duration window) {
        if (window.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("needs a window >= 1 s");
        }
    }

    /** What may have a limit of its own. */
    enum Per {
        AGENT,
        SERVER,
        TOOL,
        /** What a call does; what is unknown counts as the most dangerous. */
        OPERATION
    }

    /** Which way a redaction looks. */
    enum Phase {
        ARGUMENTS,
        RESULTS,
        BOTH;

        public boolean onArguments() {
            return this != RESULTS;
        }

        public boolean onResults() {
            return this != ARGUMENTS;
        }
    }
}
