package io.agentgate.proxy.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the proxy can take calls: it listens, has rules to decide by, and was not told to end.
 *
 * <p>Kafka's or Redis' absence does not make it unready: calls go on as configured without them,
 * and no other proxy would fare better.
 */
@Default
@Readiness
@ApplicationScoped
public class ProxyState implements HealthCheck {
    private static final Report STARTING = new Report(false, Map.of());

    private volatile Supplier<Report> report = () -> STARTING;
    private volatile boolean ending;

    /** Begins to ask the proxy itself. */
    public void show(Supplier<Report> source) {
        report = source;
    }

    /** From now on no new calls are to come. */
    public void ending() {
        ending = true;
    }

    @Override
    public HealthCheckResponse call() {
        Report now = report.get();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("proxy").status(now.ready() && !ending);
        now.facts().forEach(response::withData);
        return response.build();
    }
}
