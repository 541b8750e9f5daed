package io.agentgate.rehearsal;

import io.agentgate.policy.Decision;
import io.agentgate.policy.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway would do with a call.
 *
 * @param rule the rule that made it so, or the limit; null where the default did
 * @param reason in words for the agent
 * @param retryAfter when trying again may help; null if it will not or nobody knows
 * @param decision what the rules say; null if the message is refused before they are asked
 * @param forwarded the arguments that reach the server, as JSON; null if there are none
 * @param objection why a gateway does not take such a message at all, whatever the rules say; null
 *     if it does
 */
public record Judged(
        Outcome outcome,
        @Nullable String rule,
        String reason,
        @Nullable Duration retryAfter,
        @Nullable Decision decision,
        @Nullable String forwarded,
        @Nullable String objection) {

    /** What becomes of the call, in one word. */
    public enum Outcome {
        /** It goes on as it is. */
        ALLOW,
        /** It goes on, and its dialect calls that audited. */
        AUDIT,
        /** It goes on with arguments that redact rules have looked at. */
        REDACT,
        /** A rule or the default refuses it. */
        DENY,
        /** A limit refuses it. */
        RATE_LIMITED;

        /** As reports name it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the server gets it. */
        public boolean goesOn() {
            return this == ALLOW || this == AUDIT || this == REDACT;
        }
    }

    /** The redact rules that look at its arguments. */
    public List<Rule> redactions() {
        return decision == null ? List.of() : decision.argumentRedactions();
    }

    /** The rate limits of rules that it is charged to. */
    public List<Rule> limits() {
        return decision == null ? List.of() : decision.rateLimits();
    }

    /** What decided, in words: the rule, the limit or the default. */
    public String decider() {
        return rule == null ? "-" : rule;
    }
}
