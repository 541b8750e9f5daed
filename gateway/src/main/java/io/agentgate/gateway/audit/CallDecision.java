package io.agentgate.gateway.audit;

/** What the gateway decided on a call. The codes are part of the stored form and never change. */
public enum CallDecision {
    ALLOWED(1, CallStatus.UNKNOWN),
    DENIED(2, CallStatus.DENIED),
    RATE_LIMITED(3, CallStatus.RATE_LIMITED),
    /** Refused because the gateway itself could not carry the call, not because of a rule. */
    FAILED(4, CallStatus.ERROR);

    private final int code;
    private final CallStatus statusUntilSettled;

    CallDecision(int code, CallStatus statusUntilSettled) {
        this.code = code;
        this.statusUntilSettled = statusUntilSettled;
    }

    int code() {
        return code;
    }

    static CallDecision of(int code) {
        for (CallDecision decision : values()) {
            if (decision.code == code) {
                return decision;
            }
        }
        throw new IllegalArgumentException("unknown decision code " + code);
    }

    /** Whether the decision ends the call, so that no outcome follows. */
    public boolean isFinal() {
        return this != ALLOWED;
    }

    /** The status of a call of which nothing but the decision is known. */
    public CallStatus statusUntilSettled() {
        return statusUntilSettled;
    }
}
