package io.agentgate.gateway.caller;

import java.util.Locale;

/** How an API key stands. */
public enum KeyState {
    /** Accepted. */
    ACTIVE,
    /** Accepted, and soon no more: time to rotate. */
    EXPIRING,
    /** Refused, because its time is over. */
    EXPIRED,
    /** Refused, because it was taken back. */
    REVOKED;

    /** How lists name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
