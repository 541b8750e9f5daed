package io.agentgate.e2e.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program is one command that runs to its end, or fails the test together with what it said. */
record Program(List<String> command, Map<String, String> environment) {
    private static final int LIMIT_SECONDS = 120;

    static Program of(List<String> command, Path home) {
        return new Program(command, Gateway.environment(home));
    }

    /** What the program wrote to standard output. */
    String run(Path scratch) throws IOException, InterruptedException {
        var out = Files.createTempFile(scratch, "program", ".out");
        var err = Files.createTempFile(scratch, "program", ".err");
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        try {
            var ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("%s ended; it said %s", command, Files.readString(err)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("status of %s, which said %s", command, Files.readString(err))
                .isZero();
        return Files.readString(out, UTF_8);
    }
}
