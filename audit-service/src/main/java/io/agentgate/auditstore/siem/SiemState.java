package io.agentgate.auditstore.siem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * How the telling of a SIEM goes.
 *
 * <p>Unready is whose reader has a defect; a SIEM that is away is only told of.
 */
@Default
@Readiness
@ApplicationScoped
public class SiemState implements HealthCheck {
    private final Counter dropped;
    private volatile String problem = "";
    private volatile boolean ready = true;
    private volatile boolean ended;

    SiemState(MeterRegistry registry) {
        dropped =
                Counter.builder("agentgate_siem_lines_dropped")
                        .description("Events whose line was too long for the SIEM's topic.")
                        .register(registry);
    }

    /** A line will never be taken. */
    void dropped() {
        dropped.increment();
    }

    /** The SIEM takes what there is. */
    void telling() {
        turn(true, "");
    }

    /** It takes nothing now. */
    void away(String why) {
        turn(true, why);
    }

    /** It may take everything, but nobody gets so far as to tell it. */
    void failed(String why) {
        turn(false, why);
    }

    /** Nothing will be told any more. */
    void ended(String why) {
        turn(false, why);
        ended = true;
    }

    private void turn(boolean toReady, String why) {
        if (!ended) {
            ready = toReady;
            problem = why;
        }
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("SIEM").status(ready);
        return (problem.isEmpty() ? response : response.withData("problem", problem)).build();
    }
}
