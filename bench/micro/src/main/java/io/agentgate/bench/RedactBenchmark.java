package io.agentgate.bench;

import io.agentgate.gateway.call.Delivery;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.Verdict;
import io.agentgate.gateway.redact.RedactionGuard;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicyText;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanner;
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

/** The search of one result for two patterns that are not in it, which is the usual case. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RedactBenchmark {
    private static final String POLICY =
            """
            [metadata]
            name = "bench"
            version = "1"

            [[rules]]
            id = "keys"
            tool = "*"
            action = "redact"
            pattern = '\\bsk-[A-Za-z0-9_-]{20,}'

            [[rules]]
            id = "tokens"
            tool = "*"
            action = "redact"
            pattern = '\\bghp_[A-Za-z0-9]{36}'
            """;

    private final RedactionGuard guard = new RedactionGuard();
    private final Delivery small = delivery(300);
    private final Delivery large = delivery(16_000);

    private static Delivery delivery(int characters) {
        Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);
        if (scanner.scan(Messages.result(characters)) instanceof Message message) {
            return new Delivery(message, new Delivery.OfTool("read_file"), policies());
        }
        throw new IllegalStateException("the result does not scan");
    }

    private static PolicySet policies() {
        try {
            return PolicyText.parse(POLICY, "bench.toml");
        } catch (PolicyException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    @Benchmark
    public Verdict resultOf300Bytes() {
        return guard.onDelivery(small);
    }

    @Benchmark
    public Verdict resultOf16Kilobytes() {
        return guard.onDelivery(large);
    }
}
