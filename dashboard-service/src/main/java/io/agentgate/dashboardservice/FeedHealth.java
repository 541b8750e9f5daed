package io.agentgate.dashboardservice;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the live feed hears of calls. Without it everything else goes on, so that it is ready.
 */
@Readiness
@ApplicationScoped
public class FeedHealth implements HealthCheck {
    private final Composition composition;

    FeedHealth(Composition composition) {
        this.composition = composition;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("live feed").up();
        String trouble = composition.feed().trouble();
        return (trouble == null ? response : response.withData("problem", trouble)).build();
    }
}
