package io.agentgate.gateway.meter;

import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitState;
import java.util.HashMap;
import java.util.Map;

/** The states of a breaker's circuits by the labels of their tools, looked up when asked. */
public final class BreakerStates {
    private final CircuitGuard breaker;
    private final ToolNames tools;

    public BreakerStates(CircuitGuard breaker, ToolNames tools) {
        this.breaker = breaker;
        this.tools = tools;
    }

    /** The state of each tool that has failed lately; where tools share a label, the worst. */
    public Map<String, CircuitState> byTool() {
        Map<String, CircuitState> states = new HashMap<>();
        breaker.forEach((tool, state) -> states.merge(tools.label(tool), state, this::worse));
        return states;
    }

    private CircuitState worse(CircuitState one, CircuitState other) {
        return severity(one) >= severity(other) ? one : other;
    }

    private static int severity(CircuitState state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
