package io.agentgate.bench;

import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.gateway.caller.KnownKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One API key looked up and proved, among a thousand; right, with a wrong secret, and unknown. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VerifyKeyBenchmark {
    private static final int KEYS = 1_000;
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private KnownKeys keys = new KnownKeys(List.of());
    private String right = "";
    private String wrongSecret = "";
    private String unknown = "";

    @Setup(Level.Trial)
    public void prepare() {
        SecureRandom random = new SecureRandom();
        List<CallerKey> entries = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            ApiKey key = ApiKey.generate(random);
            entries.add(CallerKey.of(key, new Caller("caller-" + i), NOW, null));
            right = key.reveal();
        }
        keys = new KnownKeys(entries);
        unknown = ApiKey.generate(random).reveal();
        int secret = right.lastIndexOf('_') + 1;
        wrongSecret = right.substring(0, secret) + unknown.substring(secret);
    }

    @Benchmark
    public @Nullable Caller right() {
        return keys.verify(right, NOW);
    }

    @Benchmark
    public @Nullable Caller wrongSecret() {
        return keys.verify(wrongSecret, NOW);
    }

    @Benchmark
    public @Nullable Caller unknownId() {
        return keys.verify(unknown, NOW);
    }
}
