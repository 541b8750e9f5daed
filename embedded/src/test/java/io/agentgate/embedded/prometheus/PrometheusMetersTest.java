package io.agentgate.embedded.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.CallOutcome;
import io.agentgate.gateway.meter.LimitScope;
import io.agentgate.gateway.meter.ToolNames;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrometheusMetersTest {
    private final PrometheusMeters meters = new PrometheusMeters();

    private List<String> lines(@Nullable String accept) {
        return meters.scrape(accept).text().lines().toList();
    }

    private List<String> samples() {
        return lines(null).stream().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void metersThatCountedNothingShowWhatHasNoLabelsFromOutside() {
        assertThat(samples())
                .containsExactly(
                        "agentgate_active_sessions 0.0",
                        "agentgate_login_failures_total 0.0",
                        "agentgate_rate_limit_hits_total{scope=\"global\"} 0.0",
                        "agentgate_rate_limit_hits_total{scope=\"per-agent\"} 0.0",
                        "agentgate_rate_limit_hits_total{scope=\"per-tool\"} 0.0",
                        "agentgate_rate_limit_hits_total{scope=\"policy\"} 0.0");
    }

    @Test
    void callIsInFlightAndThenInABucket() {
        meters.callBegan();
        meters.callBegan();
        meters.callEnded("read", CallOutcome.SUCCESS, 30_000_000);

        assertThat(samples())
                .contains(
                        "agentgate_active_sessions 1.0",
                        "agentgate_tool_calls_total{status=\"success\",tool=\"read\"} 1.0",
                        "agentgate_tool_calls_total{status=\"circuit_open\",tool=\"read\"} 0.0",
                        "agentgate_tool_call_duration_seconds_bucket{tool=\"read\",le=\"0.01\"} 0",
                        "agentgate_tool_call_duration_seconds_bucket{tool=\"read\",le=\"0.05\"} 1",
                        "agentgate_tool_call_duration_seconds_count{tool=\"read\"} 1",
                        "agentgate_tool_call_duration_seconds_sum{tool=\"read\"} 0.03");
        assertThat(samples().stream().filter(line -> line.contains("_bucket")))
                .extracting(line -> line.replaceAll(".*le=\"|\"}.*", ""))
                .containsExactly(
                        "0.005", "0.01", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0",
                        "+Inf");
    }

    @Test
    void refusalsAreCountedByTheirReason() {
        meters.callRefused("bash", CallOutcome.DENIED);
        meters.denied("no-shell");
        meters.denied("no-shell");
        meters.callRefused("bash", CallOutcome.RATE_LIMITED);
        meters.limited(LimitScope.PER_AGENT);
        meters.loginFailed();

        assertThat(samples())
                .contains(
                        "agentgate_active_sessions 0.0",
                        "agentgate_tool_calls_total{status=\"denied\",tool=\"bash\"} 1.0",
                        "agentgate_tool_calls_total{status=\"rate_limited\",tool=\"bash\"} 1.0",
                        "agentgate_tool_call_duration_seconds_count{tool=\"bash\"} 0",
                        "agentgate_policy_denials_total{rule_id=\"no-shell\"} 2.0",
                        "agentgate_rate_limit_hits_total{scope=\"per-agent\"} 1.0",
                        "agentgate_login_failures_total 1.0");
    }

    @Test
    void toolThatHasNotFailedHasAClosedCircuit() {
        CircuitSettings settings =
                new CircuitSettings(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        meters.show(new BreakerStates(new CircuitGuard(settings, () -> 0), new ToolNames()));
        meters.callRefused("read", CallOutcome.DENIED);

        assertThat(samples()).contains("agentgate_circuit_breaker_state{tool=\"read\"} 0.0");
    }

    @Test
    void labelsAreEscaped() {
        meters.denied("a\"b\\c\nd");

        assertThat(samples())
                .contains("agentgate_policy_denials_total{rule_id=\"a\\\"b\\\\c\\nd\"} 1.0");
    }

    @Test
    void readerGetsTheFormatItAsksFor() {
        assertThat(meters.scrape(null).contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(meters.scrape("text/html,*/*").contentType())
                .startsWith("text/plain; version=0.0.4");
        assertThat(
                        meters.scrape("application/vnd.google.protobuf;proto=io.prometheus")
                                .contentType())
                .startsWith("text/plain");
        assertThat(
                        meters.scrape("application/openmetrics-text;version=1.0.0,*/*;q=0.1")
                                .contentType())
                .startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(lines("application/openmetrics-text").getLast()).isEqualTo("# EOF");
    }
}
