package io.agentgate.testkit.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.meter.BreakerStates;
import io.agentgate.gateway.meter.CallOutcome;
import io.agentgate.gateway.meter.LimitScope;
import io.agentgate.gateway.meter.Meters;
import io.agentgate.gateway.meter.ToolNames;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What all meters promise: the same names, labels and buckets, in the text format of Prometheus,
 * whoever writes it. Numbers may be spelled {@code 1} or {@code 1.0}, labels come in any order.
 */
public abstract class MetersContract {

    /** The meters under test. */
    protected abstract Meters meters();

    /** Shows the states of a breaker, too. */
    protected abstract void show(BreakerStates breaker);

    /** Everything counted so far. */
    protected abstract String scrape();

    private List<String> samples() {
        return scrape().lines()
                .filter(line -> line.startsWith("agentgate_"))
                .map(MetersContract::normal)
                .sorted()
                .toList();
    }

    private static String normal(String line) {
        int open = line.indexOf('{');
        int close = line.lastIndexOf('}');
        String value = Double.toString(Double.parseDouble(line.substring(line.lastIndexOf(' '))));
        if (open < 0) {
            return line.substring(0, line.indexOf(' ')) + " " + value;
        }
        String labels =
                Stream.of(line.substring(open + 1, close).split(","))
                        .filter(label -> !label.isEmpty())
                        .map(MetersContract::bucket)
                        .sorted()
                        .reduce((one, other) -> one + "," + other)
                        .orElse("");
        return line.substring(0, open) + "{" + labels + "} " + value;
    }

    private static String bucket(String label) {
        return label.startsWith("le=") && !label.contains("Inf")
                ? "le=" + Double.parseDouble(label.substring(4, label.length() - 1))
                : label;
    }

    @Test
    void nothingCountedShowsWhatHasNoLabelsFromOutside() {
        meters();

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
        meters().callBegan();
        meters().callBegan();
        meters().callEnded("read", CallOutcome.SUCCESS, 30_000_000);

        assertThat(samples())
                .contains(
                        "agentgate_active_sessions 1.0",
                        "agentgate_tool_calls_total{status=\"success\",tool=\"read\"} 1.0",
                        "agentgate_tool_calls_total{status=\"circuit_open\",tool=\"read\"} 0.0",
                        "agentgate_tool_call_duration_seconds_bucket{le=0.01,tool=\"read\"} 0.0",
                        "agentgate_tool_call_duration_seconds_bucket{le=0.05,tool=\"read\"} 1.0",
                        "agentgate_tool_call_duration_seconds_count{tool=\"read\"} 1.0",
                        "agentgate_tool_call_duration_seconds_sum{tool=\"read\"} 0.03");
        assertThat(samples().stream().filter(line -> line.contains("_bucket")))
                .extracting(line -> line.replaceAll(".*le=|[,}].*", ""))
                .containsExactlyInAnyOrder(
                        "0.005",
                        "0.01",
                        "0.05",
                        "0.1",
                        "0.25",
                        "0.5",
                        "1.0",
                        "2.5",
                        "5.0",
                        "10.0",
                        "\"+Inf\"");
    }

    @Test
    void refusalsAreCountedByTheirReason() {
        meters().callRefused("bash", CallOutcome.DENIED);
        meters().denied("no-shell");
        meters().denied("no-shell");
        meters().limited(LimitScope.PER_AGENT);
        meters().loginFailed();

        assertThat(samples())
                .contains(
                        "agentgate_tool_calls_total{status=\"denied\",tool=\"bash\"} 1.0",
                        "agentgate_policy_denials_total{rule_id=\"no-shell\"} 2.0",
                        "agentgate_rate_limit_hits_total{scope=\"per-agent\"} 1.0",
                        "agentgate_login_failures_total 1.0");
    }

    @Test
    void toolThatHasNotFailedHasAClosedCircuit() {
        CircuitSettings settings =
                new CircuitSettings(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
        show(new BreakerStates(new CircuitGuard(settings, () -> 0), new ToolNames()));
        meters().callRefused("read", CallOutcome.DENIED);

        assertThat(samples()).contains("agentgate_circuit_breaker_state{tool=\"read\"} 0.0");
    }
}
