package io.agentgate.bench;

import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanned;
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

/** The strict scan of one message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScanBenchmark {
    private final Scanner client = new Scanner(Limits.DEFAULT, Peer.CLIENT);
    private final Scanner server = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);
    private final byte[] call = Messages.call();
    private final byte[] result = Messages.result(16_000);
    private final byte[] large = Messages.result(1_000_000);

    @Benchmark
    public Scanned call() {
        return client.scan(call);
    }

    @Benchmark
    public Scanned resultOf16Kilobytes() {
        return server.scan(result);
    }

    @Benchmark
    public Scanned resultOf1Megabyte() {
        return server.scan(large);
    }
}
