package io.agentgate.cli.composition;

import io.agentgate.embedded.prometheus.PrometheusMeters;
import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.CallMeter;
import io.agentgate.gateway.meter.ServerWatch;
import io.agentgate.gateway.meter.ToolNames;

/** What one process counts and shows; a process that was not asked for metrics has none. */
public final class Metrics {
    private final ToolNames tools = new ToolNames();
    private final PrometheusMeters meters = new PrometheusMeters();
    private final CallMeter meter = new CallMeter(meters, tools);

    /** The counter of the process's calls. */
    CallMeter meter() {
        return meter;
    }

    /** What was seen of servers. */
    public ServerWatch servers() {
        return meter.servers();
    }

    /** Shows the states of the breaker too. */
    void show(CircuitGuard breaker) {
        meters.show(new BreakerStates(breaker, tools));
    }

    /** All that is counted. */
    public PrometheusMeters meters() {
        return meters;
    }
}
