package io.agentgate.bench;

import io.agentgate.embedded.prometheus.PrometheusMeters;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.meter.CallMeter;
import io.agentgate.gateway.meter.ToolNames;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicyText;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The counting of one call that is let through and answered. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MeterBenchmark {
    private static final String RULES =
            """
            [metadata]
            name = "b"
            version = "1"
            [[rules]]
            id = "reads"
            tool = "read_file"
            action = "allow"
            """;

    private final CallMeter meter = new CallMeter(new PrometheusMeters(), new ToolNames());
    private final Call call = call();

    private static Call call() {
        Scanner scanner = new Scanner(Limits.DEFAULT, Peer.CLIENT);
        if (scanner.scan(Messages.call()) instanceof Request request) {
            // A name of its own, as every call brings one.
            String tool = String.valueOf("read_file".toCharArray());
            return new Call(
                    "bench-1",
                    new CallOrigin("s", "agent", "caller", "files", tool, "42"),
                    Set.of(),
                    policies(),
                    Instant.parse("2026-11-20T12:00:00Z"),
                    0,
                    request);
        }
        throw new IllegalStateException("the call does not scan");
    }

    private static PolicySet policies() {
        try {
            return PolicyText.parse(RULES, "bench.toml");
        } catch (PolicyException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    @Benchmark
    public void count() {
        meter.decided(call, null);
        meter.ended(call, CallStatus.ALLOWED, 1_500_000);
    }

    @Benchmark
    public void countNothing() {
        CallMeter.NONE.decided(call, null);
        CallMeter.NONE.ended(call, CallStatus.ALLOWED, 1_500_000);
    }
}
