package io.agentgate.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records of running servers, so that what a killed gateway left behind is ended by the next one.
 *
 * <p>A record is a small file: gateway pid, its start, server pid, its start, and whether the
 * server has a session of its own. Process ids are reused; only together with the start time does
 * an id name a process.
 */
public final class Leftovers {
    private static final String SUFFIX = ".child";

    private final Path directory;

    /** Records in this directory, which must exist. */
    public Leftovers(Path directory) {
        this.directory = directory;
    }

    /** Remembers a server for as long as we live; forget it with {@link #forget}. */
    public Path remember(String writer, ChildProcess child) throws IOException {
        Path file = directory.resolve(writer + SUFFIX);
        ProcessHandle self = ProcessHandle.current();
        Files.write(
                file,
                List.of(
                        Long.toString(self.pid()),
                        start(self),
                        Long.toString(child.pid()),
                        start(child.handle()),
                        Boolean.toString(child.ownSession())));
        return file;
    }

    /** Forgets a server that ended with its whole tree. */
    public static void forget(Path record) throws IOException {
        Files.deleteIfExists(record);
    }

    /** Ends what is left of servers whose gateway is gone, and forgets them. */
    public void end() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
                end(file);
            }
        }
    }

    private static void end(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException goneMeanwhile) {
            return;
        }
        if (lines.size() < 5 || find(lines.get(0), lines.get(1)) != null) {
            return;
        }
        ProcessHandle server = find(lines.get(2), lines.get(3));
        if (server != null) {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
        boolean ownSession = Boolean.parseBoolean(lines.get(4));
        long session = Long.parseLong(lines.get(2));
        // While any process of a session lives its id is not given to another, so if a process with
        // this id lives and is not the server, the session is somebody else's.
        if (ownSession && (server != null || ProcessHandle.of(session).isEmpty())) {
            SessionProcesses.of(session).forEach(ProcessHandle::destroyForcibly);
        }
        Files.deleteIfExists(file);
    }

    private static @Nullable ProcessHandle find(String pid, String start) {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
        return process.filter(found -> start(found).equals(start)).orElse(null);
    }

    private static String start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
