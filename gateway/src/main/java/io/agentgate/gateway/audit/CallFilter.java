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
        REASON,
        /** The redact rules that changed arguments or answer, one a line. */
        REDACTED_BY;

        /** The word users type. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it is compared. */
    public enum Match {
        EQUAL,
        NOT_EQUAL,
        CONTAINS,
        /** A {@code *} in the value stands for any text, as in the names of policies. */
        PATTERN,
        /** What a pattern does not match. */
        NOT_PATTERN
    }

    private static final char NOT = '!';

    /** A call has there what this name says, in which a {@code *} stands for any text. */
    public static CallFilter named(Field field, String name) {
        return new CallFilter(field, name.indexOf('*') < 0 ? Match.EQUAL : Match.PATTERN, name);
    }

    /**
     * What people write into a field that asks for a name: the name, in which a {@code *} stands
     * for any text, or what it must not be, behind a {@code !}.
     */
    public static CallFilter asked(Field field, String text) {
        if (text.isEmpty() || text.charAt(0) != NOT) {
            return named(field, text);
        }
        String name = text.substring(1);
        return new CallFilter(
                field, name.indexOf('*') < 0 ? Match.NOT_EQUAL : Match.NOT_PATTERN, name);
    }

    /** A call has exactly this there. */
    public static CallFilter of(Field field, String value) {
        return new CallFilter(field, Match.EQUAL, value);
    }
}
