package io.agentgate.bench;

import io.agentgate.policy.Decision;
import io.agentgate.policy.Facts;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Value;
import io.agentgate.policy.text.PolicyText;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision, by the number of rules in force. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecideBenchmark {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Param({"10", "1000", "10000"})
    private int rules;

    private PolicySet policies = PolicySet.ALLOW_ALL;
    private final Value.Members arguments =
            new Value.Members(Map.of("path", new Value.Text("/srv/project/src/Main.java")));

    /** Rules for other tools, ten with a condition for this one, one for all. */
    @Setup(Level.Trial)
    public void prepare() throws PolicyException {
        StringBuilder text = new StringBuilder("[metadata]\nname = \"b\"\nversion = \"1\"\n");
        for (int i = 0; i < rules; i++) {
            boolean ours = i % Math.max(1, rules / 10) == 0;
            text.append("[[rules]]\nid = \"r").append(i).append("\"\ntool = \"");
            text.append(ours ? "read_file" : "tool_" + i).append("\"\naction = \"deny\"\n");
            text.append("condition = \"arguments.path matches '^/secret/")
                    .append(i)
                    .append("/'\"\n");
        }
        policies = PolicyText.parse(text.toString(), "bench.toml");
    }

    @Benchmark
    public Decision decide() {
        return policies.decide(new Facts("files", "read_file", "agent", () -> arguments, NOON));
    }
}
