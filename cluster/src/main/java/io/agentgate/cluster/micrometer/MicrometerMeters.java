package io.agentgate.cluster.micrometer;

import io.agentgate.gateway.circuit.CircuitState;
import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.CallOutcome;
import io.agentgate.gateway.meter.Divergence;
import io.agentgate.gateway.meter.LimitScope;
import io.agentgate.gateway.meter.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Meters in a registry of Micrometer's. */
public final class MicrometerMeters implements Meters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final AtomicLong inFlight = new AtomicLong();
    private final Counter loginFailures;
    private final Map<LimitScope, Counter> byScope = new EnumMap<>(LimitScope.class);

    /** Bounded, like the labels the port is given. */
    private final Map<String, ToolSeries> byTool = new ConcurrentHashMap<>();

    private final Map<String, Counter> byRule = new ConcurrentHashMap<>();
    private final Map<Divergence, Counter> byDivergence = new ConcurrentHashMap<>();
    private volatile @Nullable BreakerStates breaker;

    /** The series of one tool. */
    private record ToolSeries(Map<CallOutcome, Counter> byOutcome, Timer durations) {
        void count(CallOutcome outcome) {
            Counter counter = byOutcome.get(outcome);
            if (counter != null) {
                counter.increment();
            }
        }
    }

    /** Meters at 0. */
    public MicrometerMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("agentgate_active_sessions", inFlight, AtomicLong::get)
                .description("Tool calls in flight; the name is older than its meaning.")
                .register(registry);
        loginFailures =
                Counter.builder("agentgate_login_failures")
                        .description("Attempts to log in that failed.")
                        .register(registry);
        for (LimitScope scope : LimitScope.values()) {
            byScope.put(
                    scope,
                    Counter.builder("agentgate_rate_limit_hits")
                            .description("Tool calls refused by a limit, by whose limit it was.")
                            .tag("scope", scope.word())
                            .register(registry));
        }
    }

    /**
     * Shows the states of circuits, too; at most once. Without a breaker there is no such gauge.
     */
    public void show(BreakerStates states) {
        breaker = states;
        byTool.keySet().forEach(this::showCircuit);
    }

    private void showCircuit(String tool) {
        BreakerStates states = breaker;
        if (states != null) {
            Supplier<Number> state =
                    () -> value(states.byTool().getOrDefault(tool, CircuitState.CLOSED));
            Gauge.builder("agentgate_circuit_breaker_state", state)
                    .description("Circuits of tools: 0 closed, 1 open, 2 half-open.")
                    .tag("tool", tool)
                    .register(registry);
        }
    }

    private static int value(CircuitState state) {
        return switch (state) {
            case CLOSED -> 0;
            case OPEN -> 1;
            case HALF_OPEN -> 2;
        };
    }

    @Override
    public void callBegan() {
        inFlight.incrementAndGet();
    }

    @Override
    public void callEnded(String tool, CallOutcome outcome, long nanos) {
        inFlight.decrementAndGet();
        ToolSeries series = series(tool);
        series.count(outcome);
        series.durations().record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void callRefused(String tool, CallOutcome outcome) {
        series(tool).count(outcome);
    }

    private ToolSeries series(String tool) {
        ToolSeries known = byTool.get(tool);
        return known != null ? known : byTool.computeIfAbsent(tool, this::newSeries);
    }

    private ToolSeries newSeries(String tool) {
        Map<CallOutcome, Counter> byOutcome = new EnumMap<>(CallOutcome.class);
        for (CallOutcome outcome : CallOutcome.values()) {
            byOutcome.put(
                    outcome,
                    Counter.builder("agentgate_tool_calls")
                            .description("Tool calls by what became of them.")
                            .tags(Tags.of("tool", tool, "status", outcome.word()))
                            .register(registry));
        }
        showCircuit(tool);
        return new ToolSeries(
                byOutcome,
                Timer.builder("agentgate_tool_call_duration")
                        .description("Time from a call that was let through to its end.")
                        .tag("tool", tool)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }

    @Override
    public void denied(String rule) {
        byRule.computeIfAbsent(
                        rule,
                        id ->
                                Counter.builder("agentgate_policy_denials")
                                        .description(
                                                "Tool calls denied, by the rule that denied them.")
                                        .tag("rule_id", id)
                                        .register(registry))
                .increment();
    }

    @Override
    public void diverged(Divergence divergence) {
        byDivergence.computeIfAbsent(divergence, this::series).increment();
    }

    private Counter series(Divergence divergence) {
        return Counter.builder("agentgate_policy_divergence")
                .description("Tool calls on which a candidate policy would have decided otherwise.")
                .tag("server", divergence.server())
                .tag("active", Divergence.word(divergence.inForce()))
                .tag("candidate", Divergence.word(divergence.candidate()))
                .tag("rule", divergence.rule())
                .register(registry);
    }

    @Override
    public void limited(LimitScope scope) {
        Counter counter = byScope.get(scope);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void loginFailed() {
        loginFailures.increment();
    }
}
