package io.agentgate.policy;

import io.agentgate.policy.regex.Regex;
import io.agentgate.policy.regex.Replacement;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rule does to a call that it matches. */
public sealed interface Effect {

    /** True when this effect ends the walk. */
    boolean decides();

    /** The word that policies have for it. */
    default String word() {
        return switch (this) {
            case Allow _ -> "allow";
            case Deny _ -> "deny";
            case Redact _ -> "redact";
            case RateLimit _ -> "rate_limit";
        };
    }

    /** How the condition of a rule with this effect is read. */
    default Reading reading() {
        return switch (this) {
            case Allow _ -> Reading.GRANTING;
            case Deny _ -> Reading.CATCHING;
            case Redact _ -> Reading.CATCHING;
            case RateLimit _ -> Reading.CATCHING;
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
     * Lets at most {@code maxCalls} calls through in each window; 0 lets none through.
     *
     * @param per of what each has a limit of its own; one limit for all where it is empty
     */
    record RateLimit(long maxCalls, Duration window, Set<Per> per) implements Effect {
        /** One limit for all calls. */
        public RateLimit(long maxCalls, Duration window) {
            this(maxCalls, window, Set.of());
        }

        public RateLimit {
            per = Set.copyOf(per);
            if (maxCalls < 0 || window.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("needs max calls >= 0 and a window >= 1 s");
            }
        }

        @Override
        public boolean decides() {
            return false;
        }
    }

    /** What may have a limit of its own. */
    enum Per {
        AGENT,
        SERVER,
        TOOL
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
