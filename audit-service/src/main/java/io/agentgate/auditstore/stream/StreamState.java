package io.agentgate.auditstore.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * How the reading of the stream goes, counted and shown.
 *
 * <p>Unready is who cannot store, who has heard nothing of Kafka for a while, or whose reader
 * failed, until it goes on: what it answers would be of an earlier time, and nobody would see that.
 */
@Default
@Readiness
@ApplicationScoped
public class StreamState implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(StreamState.class);

    private final Counter stored;
    private final Counter repeated;
    private final Counter dead;
    private final AtomicLong behind = new AtomicLong();
    private volatile String problem = "not started";
    private volatile boolean ready;
    private volatile boolean ended;

    StreamState(MeterRegistry registry) {
        stored =
                Counter.builder("agentgate_audit_events_stored")
                        .description("Events stored.")
                        .register(registry);
        repeated =
                Counter.builder("agentgate_audit_events_repeated")
                        .description("Events that came again and had no effect.")
                        .register(registry);
        dead =
                Counter.builder("agentgate_audit_events_dead")
                        .description("Records that went to the dead-letter topic.")
                        .register(registry);
        Gauge.builder("agentgate_audit_events_behind", behind, AtomicLong::get)
                .description("Records on the topic that this instance has not read yet.")
                .register(registry);
    }

    void stored(int fresh, int again) {
        stored.increment(fresh);
        repeated.increment(again);
    }

    void dead(int count) {
        dead.increment(count);
    }

    void behind(long records) {
        behind.set(records);
    }

    /** Kafka answers, and all that it gave is stored. */
    void reading() {
        turn(true, "");
    }

    /** Something is wrong, and may be right again before it matters. */
    void doubtful(String why) {
        turn(ready, why);
    }

    void cannotRead(String why) {
        turn(false, why);
    }

    void cannotStore(String why) {
        turn(false, why);
    }

    /** Nothing will be read any more. */
    void ended(String why) {
        turn(false, why);
        ended = true;
    }

    private void turn(boolean toReady, String why) {
        if (!ended) {
            if (ready != toReady) {
                LOG.infof("%s%s", toReady ? "ready" : "not ready: ", why);
            }
            ready = toReady;
            problem = why;
        }
    }

    @Override
    public HealthCheckResponse call() {
        var response =
                HealthCheckResponse.named("audit stream")
                        .status(ready)
                        .withData("behind", behind.get());
        return (problem.isEmpty() ? response : response.withData("problem", problem)).build();
    }
}
