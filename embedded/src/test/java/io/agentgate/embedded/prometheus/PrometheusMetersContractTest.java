package io.agentgate.embedded.prometheus;

import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.Meters;
import io.agentgate.testkit.meter.MetersContract;

class PrometheusMetersContractTest extends MetersContract {
    private final PrometheusMeters meters = new PrometheusMeters();

    @Override
    protected Meters meters() {
        return meters;
    }

    @Override
    protected void show(BreakerStates breaker) {
        meters.show(breaker);
    }

    @Override
    protected String scrape() {
        return meters.scrape(null).text();
    }
}
