package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.AuditEvent.Noted;
import io.agentgate.gateway.audit.CallDecision;
import java.time.Instant;
import java.util.Locale;

/**
 * What every format says first of an event.
 *
 * @param uid the event's id on the audit stream, the same however often it comes
 * @param code {@code call_decided}, {@code call_settled} or a note's kind
 * @param title what happened, in fixed words
 */
record Headline(String uid, String code, String title, Severity severity, Outcome outcome) {

    static Headline of(AuditEvent event) {
        return switch (event) {
            case CallDecided decided -> of(decided);
            case CallSettled settled -> of(settled);
            case Noted noted ->
                    new Headline(
                            noted.id(),
                            noted.kind(),
                            words(noted.kind()),
                            Severity.ofNote(noted.kind()),
                            Outcome.UNKNOWN);
        };
    }

    private static Headline of(CallDecided decided) {
        CallDecision decision = decided.basis().decision();
        return new Headline(
                decided.decisionId() + "/decided",
                "call_decided",
                "tool call " + words(word(decision)),
                Severity.of(decision),
                Outcome.of(decision.statusUntilSettled()));
    }

    private static Headline of(CallSettled settled) {
        return new Headline(
                settled.decisionId() + "/settled",
                "call_settled",
                "tool call ended",
                Severity.of(settled.status()),
                Outcome.of(settled.status()));
    }

    /** The word for a decision. */
    static String word(CallDecision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    /** A time in milliseconds since 1970; one beyond their range is the last they can say. */
    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException beyondRange) {
            return time.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    private static String words(String word) {
        return word.replace('_', ' ');
    }
}
