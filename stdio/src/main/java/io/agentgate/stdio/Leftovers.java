package io.agentgate.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Records of running servers, so that what a killed gateway left behind is ended by the next one.
 *
 * <p>The kernel ends the server itself with its gateway, but not what the server started. Of that,
 * only what is certainly ours is ended: to kill a foreign process would be worse than to leave one.
 * A session is certainly ours if the server still leads it, or if one of its processes bears a mark
 * of the server's; the number of a session is not given to another while it has members.
 */
public final class Leftovers {
    private static final String SUFFIX = ".child";
    private static final String UNFINISHED = ".tmp";

    private final Path directory;

    /** Records in this directory, which must exist. */
    public Leftovers(Path directory) {
        this.directory = directory;
    }

    /** Remembers a server for as long as we live; forget it with {@link #forget}. */
    public Path remember(String writer, ChildProcess child) throws IOException {
        Path unfinished = directory.resolve(writer + UNFINISHED);
        // One of a process that was killed and had our name.
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, ownerOnly());
        Files.write(unfinished, ChildRecord.of(child).lines());
        return Files.move(
                unfinished, directory.resolve(writer + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    }

    private FileAttribute<?>[] ownerOnly() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Forgets a server that ended with its whole tree. */
    public static void forget(Path record) throws IOException {
        Files.deleteIfExists(record);
    }

    /** Ends what is left of servers whose gateway is gone, and forgets them. */
    public void end() throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> records;
        try (Stream<Path> files = Files.list(directory)) {
            records = files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
        for (Path file : records) {
            end(file);
        }
    }

    private static void end(Path file) throws IOException {
        ChildRecord record;
        try {
            record = ChildRecord.read(file);
        } catch (IOException notARecord) {
            // Nothing can be learned from it, and nothing must be guessed.
            Files.deleteIfExists(file);
            return;
        }
        if (record.isOfThisSystem()) {
            if (record.gatewayRuns()) {
                return;
            }
            endTree(record);
        }
        Files.deleteIfExists(file);
    }

    private static void endTree(ChildRecord record) {
        if (record.ownSession()) {
            List<ProcessHandle> members = SessionProcesses.of(record.server());
            boolean ours =
                    record.serverRuns()
                            || members.stream()
                                    .anyMatch(
                                            member ->
                                                    SessionProcesses.bearsAny(
                                                            member, record.marks()));
            if (ours) {
                members.forEach(ProcessHandle::destroyForcibly);
            }
        } else if (record.serverRuns()) {
            ProcessHandle.of(record.server())
                    .ifPresent(
                            server -> {
                                server.descendants().forEach(ProcessHandle::destroyForcibly);
                                server.destroyForcibly();
                            });
        }
    }
}
