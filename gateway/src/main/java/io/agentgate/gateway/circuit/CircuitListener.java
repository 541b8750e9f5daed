package io.agentgate.gateway.circuit;

import io.agentgate.gateway.call.Call;

/** Who learns that a closed circuit opened or an open one closed; a failed probe is neither. */
public interface CircuitListener {
    /** Nobody. */
    CircuitListener NONE = (call, state) -> {};

    /**
     * Learns of a change; holds no lock.
     *
     * @param call whose end changed the circuit of its tool
     * @param state OPEN or CLOSED
     */
    void changed(Call call, CircuitState state);
}
