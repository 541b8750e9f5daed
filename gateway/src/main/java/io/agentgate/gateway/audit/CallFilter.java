package io.agentgate.gateway.audit;

import java.util.Locale;

/**
 * One condition on the calls to show. A call that has nothing in the field has the empty text
 * there.
 *
 * @param value upper and lower case differ
 */
public record CallFilter(Field field, Match match, String value) {

    /** What of a call is looked at. */
    public enum Field {
        TOOL,
        SERVER,
        AGENT,
        CALLER,
        SESSION,
        STATUS,
        RULE,
        /** Why it was refused, or how it ended. */
        REASON;

        /** The word users type. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it is compared. */
    public enum Match {
        EQUAL,
        NOT_EQUAL,
        CONTAINS
    }

    /** A call has exactly this there. */
    public static CallFilter of(Field field, String value) {
        return new CallFilter(field, Match.EQUAL, value);
    }
}
