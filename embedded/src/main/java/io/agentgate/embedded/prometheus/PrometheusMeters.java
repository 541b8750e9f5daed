package io.agentgate.embedded.prometheus;

import io.agentgate.gateway.circuit.CircuitState;
import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.CallOutcome;
import io.agentgate.gateway.meter.Divergence;
import io.agentgate.gateway.meter.LimitScope;
import io.agentgate.gateway.meter.Meters;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Meters that Prometheus, or whatever reads its formats, can scrape. */
public final class PrometheusMeters implements Meters {
    private static final double NANOS_A_SECOND = 1e9;
    private static final double[] BUCKETS = {.005, .01, .05, .1, .25, .5, 1, 2.5, 5, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    private final Counter calls =
            Counter.builder()
                    .name("agentgate_tool_calls_total")
                    .help("Tool calls by what became of them.")
                    .labelNames("tool", "status")
                    .withoutExemplars()
                    .register(registry);
    private final Histogram durations =
            Histogram.builder()
                    .name("agentgate_tool_call_duration_seconds")
                    .help("Time from a call that was let through to its end.")
                    .labelNames("tool")
                    .classicOnly()
                    .classicUpperBounds(BUCKETS)
                    .withoutExemplars()
                    .register(registry);
    private final Counter denials =
            Counter.builder()
                    .name("agentgate_policy_denials_total")
                    .help("Tool calls denied, by the rule that denied them.")
                    .labelNames("rule_id")
                    .withoutExemplars()
                    .register(registry);
    private final Counter divergences =
            Counter.builder()
                    .name("agentgate_policy_divergence_total")
                    .help("Tool calls on which a candidate policy would have decided otherwise.")
                    .labelNames("server", "active", "candidate", "rule")
                    .withoutExemplars()
                    .register(registry);
    private final Counter limitHits =
            Counter.builder()
                    .name("agentgate_rate_limit_hits_total")
                    .help("Tool calls refused by a limit, by whose limit it was.")
                    .labelNames("scope")
                    .withoutExemplars()
                    .register(registry);
    private final Gauge inFlight =
            Gauge.builder()
                    .name("agentgate_active_sessions")
                    .help("Tool calls in flight; the name is older than its meaning.")
                    .withoutExemplars()
                    .register(registry);
    private final Counter loginFailures =
            Counter.builder()
                    .name("agentgate_login_failures_total")
                    .help("Attempts to log in that failed.")
                    .withoutExemplars()
                    .register(registry);

    /** Bounded, like the labels the port is given. */
    private final Map<String, ToolSeries> byTool = new ConcurrentHashMap<>();

    private final Map<String, CounterDataPoint> byRule = new ConcurrentHashMap<>();
    private final Map<Divergence, CounterDataPoint> byDivergence = new ConcurrentHashMap<>();

    /** Meters at 0. */
    public PrometheusMeters() {
        for (LimitScope scope : LimitScope.values()) {
            limitHits.initLabelValues(scope.word());
        }
    }

    /**
     * Shows the states of circuits, too; at most once. Without a breaker there is no such gauge.
     */
    public void show(BreakerStates breaker) {
        GaugeWithCallback.builder()
                .name("agentgate_circuit_breaker_state")
                .help("Circuits of tools: 0 closed, 1 open, 2 half-open.")
                .labelNames("tool")
                .callback(
                        gauge ->
                                states(breaker)
                                        .forEach((tool, state) -> gauge.call(value(state), tool)))
                .register(registry);
    }

    /** Tools that were called and have not failed are closed, and worth a line. */
    private Map<String, CircuitState> states(BreakerStates breaker) {
        Map<String, CircuitState> states = new HashMap<>();
        byTool.keySet().forEach(tool -> states.put(tool, CircuitState.CLOSED));
        states.putAll(breaker.byTool());
        return states;
    }

    private static double value(CircuitState state) {
        return switch (state) {
            case CLOSED -> 0;
            case OPEN -> 1;
            case HALF_OPEN -> 2;
        };
    }

    @Override
    public void callBegan() {
        inFlight.inc();
    }

    @Override
    public void callEnded(String tool, CallOutcome outcome, long nanos) {
        inFlight.dec();
        ToolSeries series = series(tool);
        series.count(outcome);
        series.durations().observe(nanos / NANOS_A_SECOND);
    }

    @Override
    public void callRefused(String tool, CallOutcome outcome) {
        series(tool).count(outcome);
    }

    private ToolSeries series(String tool) {
        ToolSeries known = byTool.get(tool);
        return known != null
                ? known
                : byTool.computeIfAbsent(tool, name -> ToolSeries.of(name, calls, durations));
    }

    @Override
    public void denied(String rule) {
        byRule.computeIfAbsent(rule, denials::labelValues).inc();
    }

    @Override
    public void diverged(Divergence divergence) {
        byDivergence.computeIfAbsent(divergence, this::series).inc();
    }

    private CounterDataPoint series(Divergence divergence) {
        return divergences.labelValues(
                divergence.server(),
                Divergence.word(divergence.inForce()),
                Divergence.word(divergence.candidate()),
                divergence.rule());
    }

    @Override
    public void limited(LimitScope scope) {
        limitHits.labelValues(scope.word()).inc();
    }

    @Override
    public void loginFailed() {
        loginFailures.inc();
    }

    /** How many calls are in flight. */
    public long callsInFlight() {
        return (long) inFlight.get();
    }

    /**
     * Everything counted so far.
     *
     * @param accept which formats the reader takes, as its HTTP header says; OpenMetrics if it asks
     *     for that, else the text format of Prometheus
     */
    public Scrape scrape(@Nullable String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Scrape(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
    }
}
