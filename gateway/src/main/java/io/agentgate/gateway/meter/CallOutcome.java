package io.agentgate.gateway.meter;

import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.circuit.CircuitGuard;

/** What became of a call, in the words of the label {@code status}. */
public enum CallOutcome {
    SUCCESS("success"),
    /** Failed, gave an error, was cancelled, or nobody saw how it ended. */
    ERROR("error"),
    DENIED("denied"),
    RATE_LIMITED("rate_limited"),
    CIRCUIT_OPEN("circuit_open");

    private final String word;

    CallOutcome(String word) {
        this.word = word;
    }

    /** The label's value. */
    public String word() {
        return word;
    }

    static CallOutcome of(CallStatus status) {
        return switch (status) {
            case ALLOWED -> SUCCESS;
            case DENIED -> DENIED;
            case RATE_LIMITED -> RATE_LIMITED;
            case ERROR, CANCELLED, UNKNOWN -> ERROR;
        };
    }

    static CallOutcome of(Refusal refusal) {
        return switch (refusal.decision()) {
            case DENIED -> DENIED;
            case RATE_LIMITED -> RATE_LIMITED;
            case ALLOWED, FAILED -> CircuitGuard.NAME.equals(refusal.rule()) ? CIRCUIT_OPEN : ERROR;
        };
    }
}
