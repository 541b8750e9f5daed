package io.agentgate.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The processes of one test: all that were started with its home in their environment, whoever
 * their parent is by now. Linux shows them in {@code /proc}.
 */
public final class HomeProcesses {
    private HomeProcesses() {}

    /** Those that run; one that ended and waits for its parent is none. */
    static List<ProcessHandle> of(Path home) {
        var mark = "AGENTGATE_HOME=" + home;
        List<ProcessHandle> found = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var entry : entries) {
                if (environment(entry).contains(mark)) {
                    find(entry).ifPresent(found::add);
                }
            }
        } catch (IOException noProc) {
            throw new UncheckedIOException(noProc);
        }
        return found;
    }

    /** Their command lines, for messages. */
    public static List<String> describe(Path home) {
        return of(home).stream()
                .map(process -> process.pid() + " " + process.info().commandLine().orElse("?"))
                .toList();
    }

    static void end(Path home) {
        for (var found = of(home); !found.isEmpty(); found = of(home)) {
            found.forEach(ProcessHandle::destroyForcibly);
            found.forEach(process -> process.onExit().join());
        }
    }

    private static Optional<ProcessHandle> find(Path entry) {
        return ProcessHandle.of(Long.parseLong(String.valueOf(entry.getFileName())));
    }

    private static List<String> environment(Path entry) {
        try {
            var bytes = Files.readAllBytes(entry.resolve("environ"));
            return Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException goneOrNotOurs) {
            return List.of();
        }
    }
}
