package io.agentgate.cluster.micrometer;

import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.Meters;
import io.agentgate.testkit.meter.MetersContract;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

class MicrometerMetersTest extends MetersContract {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MicrometerMeters meters = new MicrometerMeters(registry);

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
        return registry.scrape();
    }
}
