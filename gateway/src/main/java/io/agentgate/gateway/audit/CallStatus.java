package io.agentgate.gateway.audit;

import java.util.Locale;
import java.util.Optional;

/** How a call ended. The codes are part of the stored form and never change. */
public enum CallStatus {
    /** Let through and answered with a result. */
    ALLOWED(1),
    DENIED(2),
    RATE_LIMITED(3),
    /** Answered with a JSON-RPC error or with a result that says {@code isError}. */
    ERROR(4),
    /** Given up by the client before an answer came. */
    CANCELLED(5),
    /** Let through, and nobody saw how it ended. */
    UNKNOWN(6);

    private final int code;

    CallStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static CallStatus of(int code) {
        for (CallStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new IllegalArgumentException("unknown status code " + code);
    }

    /** The word users see and type: {@code allowed}, {@code rate_limited}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status behind a word, if there is one. */
    public static Optional<CallStatus> ofWord(String word) {
        for (CallStatus status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
