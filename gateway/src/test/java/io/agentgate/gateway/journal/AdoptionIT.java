package io.agentgate.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdoptionIT {
    @TempDir private Path root;

    private final MemorySink sink = new MemorySink();

    private Process writer(String name, int events) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WriterForTest.class.getName(),
                                root.toString(),
                                name,
                                Integer.toString(events))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("written");
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
}
