package io.agentgate.bench;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.journal.Commit;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalException;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.journal.WriterDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One record in the journal, as a call waits for it. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalBenchmark {
    private final AuditEvent event =
            new AuditEvent.CallDecided(
                    "bench-1",
                    Instant.parse("2026-11-20T12:00:00Z"),
                    new CallOrigin("s", "agent", "caller", "files", "read_file", "42"),
                    new DecisionBasis(CallDecision.ALLOWED, null, null, "0123456789abcdef"),
                    payload());

    private @Nullable Path root;
    private @Nullable Journal journal;

    private static Payload payload() {
        byte[] text = Messages.CALL_ARGUMENTS.getBytes(StandardCharsets.UTF_8);
        return new Payload(text, text.length, new byte[32]);
    }

    /** A new one each time, so that it does not fill up and nobody has to read it. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        root = Files.createTempDirectory("journal-bench");
        journal =
                new Journal(
                        WriterDirectory.create(root, "bench", "none"), JournalSettings.ofServer());
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        if (journal != null && root != null) {
            journal.close(true);
            Files.deleteIfExists(root);
        }
    }

    @Benchmark
    public void append() throws JournalException {
        if (journal != null) {
            Commit.await(journal.append(event));
        }
    }
}
