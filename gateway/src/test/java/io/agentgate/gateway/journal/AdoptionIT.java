package io.agentgate.gateway.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AdoptionIT {
    /** What the events of a {@link WriterForTest} hold. */
    private static final int EVENT_BYTES = 2000;

    @TempDir private Path root;

    private final MemorySink sink = new MemorySink();

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WriterForTest.class.getName(),
                                root.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private Process writer(String name, int events) throws IOException {
        Process process = start(name, Integer.toString(events));
        assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("written");
        return process;
    }

    private int adoptAll() throws Exception {
        return new Adoption(root, destination -> sink).adoptAll();
    }

    @Test
    void writersOfKilledProcessesAreAdoptedAndThoseOfLivingOnesAreNot() throws Exception {
        Process killed = writer("w1", 3);
        Process alive = writer("w2", 2);
        try {
            assertThat(adoptAll()).isZero();
            killed.destroyForcibly().waitFor();
            assertThat(adoptAll()).isOne();

            assertThat(sink.events)
                    .containsExactly(Samples.decided(1), Samples.decided(2), Samples.decided(3));
            assertThat(sink.closedWriters).containsExactly("w1");
            assertThat(root.resolve("w1")).doesNotExist();
            assertThat(root.resolve("w2")).isDirectory();
        } finally {
            killed.destroyForcibly();
            alive.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKING", "BLOCKING_STRICT"})
    void everythingRecordedBeforeAKillIsThere(JournalMode mode) throws Exception {
        for (int killAt : new int[] {1, 100, 777, 2000}) {
            int recorded = killedAt(killAt, mode);

            assertThat(adoptAll()).isOne();

            assertThat(recorded).isGreaterThanOrEqualTo(killAt);
            // The last may have been recorded without a chance to say so.
            assertThat(sink.events).hasSizeBetween(recorded, recorded + 1);
            assertThat(sink.events).containsExactlyElementsOf(numbered(sink.events.size()));
        }
    }

    @Test
    void killLosesOfABatchWhatWasBufferedOnly() throws Exception {
        for (int killAt : new int[] {WriterForTest.STRIDE, 10 * WriterForTest.STRIDE}) {
            int outOfTheBuffer = killedAt(killAt, JournalMode.BATCH);

            assertThat(adoptAll()).isOne();

            // No gap, and all that had left the buffer: what is missing was in it.
            assertThat(sink.events)
                    .hasSizeBetween(outOfTheBuffer, outOfTheBuffer + WriterForTest.STRIDE)
                    .containsExactlyElementsOf(numbered(sink.events.size()));
        }
    }

    /** Kills a writer once it said that so many are recorded; gives the last number it said. */
    private int killedAt(int killAt, JournalMode mode) throws Exception {
        sink.events.clear();
        Process killed = start("w" + killAt, mode.word());
        int recorded = 0;
        try (BufferedReader out = killed.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                recorded = Integer.parseInt(line);
                if (recorded == killAt) {
                    killed.toHandle().destroyForcibly();
                }
            }
        } finally {
            killed.destroyForcibly().waitFor();
        }
        return recorded;
    }

    private static List<AuditEvent> numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .<AuditEvent>mapToObj(number -> Samples.sized(number, EVENT_BYTES))
                .toList();
    }
}
