package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.CallStatus;
import java.util.Locale;

/** Whether a call came to a good end, as far as its event knows. */
enum Outcome {
    UNKNOWN(0),
    SUCCESS(1),
    FAILURE(2);

    private final int ocsf;

    Outcome(int ocsf) {
        this.ocsf = ocsf;
    }

    /** OCSF's {@code status_id}. */
    int ocsf() {
        return ocsf;
    }

    /** The word of ECS and CEF. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(CallStatus status) {
        return switch (status) {
            case ALLOWED -> SUCCESS;
            case DENIED, RATE_LIMITED, ERROR, CANCELLED -> FAILURE;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
