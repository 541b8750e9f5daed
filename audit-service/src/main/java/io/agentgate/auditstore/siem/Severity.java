package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallStatus;

/** How much an event wants attention, in the steps of OCSF and in those of CEF. */
enum Severity {
    INFORMATIONAL(1, 1),
    LOW(2, 3),
    MEDIUM(3, 5),
    HIGH(4, 8);

    private final int ocsf;
    private final int cef;

    Severity(int ocsf, int cef) {
        this.ocsf = ocsf;
        this.cef = cef;
    }

    /** OCSF's {@code severity_id}. */
    int ocsf() {
        return ocsf;
    }

    /** CEF's severity, of 0 to 10. */
    int cef() {
        return cef;
    }

    static Severity of(CallDecision decision) {
        return switch (decision) {
            case ALLOWED -> INFORMATIONAL;
            case RATE_LIMITED -> LOW;
            case DENIED, FAILED -> MEDIUM;
        };
    }

    static Severity of(CallStatus status) {
        return switch (status) {
            case ALLOWED, CANCELLED -> INFORMATIONAL;
            case RATE_LIMITED, ERROR, UNKNOWN -> LOW;
            case DENIED -> MEDIUM;
        };
    }

    /** What a kind of note weighs; evidence that was lost weighs most. */
    static Severity ofNote(String kind) {
        return switch (kind) {
            case "journal_gap", "journal_overflow" -> HIGH;
            case "login_failed", "internal_error", "circuit_opened" -> MEDIUM;
            case "message_refused", "message_dropped", "policy_refused" -> LOW;
            default -> INFORMATIONAL;
        };
    }
}
