package io.agentgate.transports.session;

/** What became of a message that was offered to the other processes. */
public enum Offer {
    TAKEN,
    NOT_TAKEN,
    /** They could not be asked. */
    UNKNOWN
}
