package io.agentgate.gateway.circuit;

/** Whether calls of a tool pass. */
public enum CircuitState {
    CLOSED,
    OPEN,
    /** A probe is under way. */
    HALF_OPEN
}
