package io.agentgate.gateway.audit;

import io.agentgate.policy.NamePattern;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    /** Whether it holds of a call, as a store would say. */
    public boolean holds(CallRecord call) {
        String there = there(call);
        return switch (match) {
            case EQUAL -> there.equals(value);
            case NOT_EQUAL -> !there.equals(value);
            case CONTAINS -> there.contains(value);
            case PATTERN -> new NamePattern(value).matches(there);
            case NOT_PATTERN -> !new NamePattern(value).matches(there);
        };
    }

    private String there(CallRecord call) {
        CallOrigin origin = call.decision().origin();
        return switch (field) {
            case TOOL -> origin.tool();
            case SERVER -> origin.server();
            case AGENT -> origin.agent();
            case CALLER -> origin.caller();
            case SESSION -> origin.session();
            case STATUS -> call.status().word();
            case RULE -> Objects.requireNonNullElse(call.decision().basis().rule(), "");
            case REASON -> Objects.requireNonNullElse(reason(call), "");
            case REDACTED_BY -> String.join("\n", call.redactions().rules());
        };
    }

    private static @Nullable String reason(CallRecord call) {
        AuditEvent.CallSettled outcome = call.outcome();
        String ended = outcome == null ? null : outcome.reason();
        return ended == null ? call.decision().basis().reason() : ended;
    }
}
