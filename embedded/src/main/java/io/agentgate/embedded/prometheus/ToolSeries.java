package io.agentgate.embedded.prometheus;

import io.agentgate.gateway.meter.CallOutcome;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.EnumMap;
import java.util.Map;

/**
 * The series of one tool, at hand so that counting a call looks nothing up by a list of labels. All
 * exist from the first call on: a rate can be taken of a counter that is 0.
 */
record ToolSeries(Map<CallOutcome, CounterDataPoint> byOutcome, DistributionDataPoint durations) {

    static ToolSeries of(String tool, Counter calls, Histogram durations) {
        Map<CallOutcome, CounterDataPoint> byOutcome = new EnumMap<>(CallOutcome.class);
        for (CallOutcome outcome : CallOutcome.values()) {
            byOutcome.put(outcome, calls.labelValues(tool, outcome.word()));
        }
        return new ToolSeries(byOutcome, durations.labelValues(tool));
    }

    void count(CallOutcome outcome) {
        CounterDataPoint counter = byOutcome.get(outcome);
        if (counter != null) {
            counter.inc();
        }
    }
}
