package io.agentgate.embedded.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * A file of lines that several processes append to, and that is put aside when it is large: {@code
 * log.1} is the youngest of those put aside. Its owner alone may read it.
 */
final class LogFile implements Lines {
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);

    private final Path path;
    private final long maxBytes;
    private final int kept;

    LogFile(Path path, long maxBytes, int kept) {
        this.path = path.toAbsolutePath();
        this.maxBytes = maxBytes;
        this.kept = kept;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Appends whole lines, and returns when they are on the disk; all of them or none. */
    @Override
    public void append(List<byte[]> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        Path directory = path.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IOException("there is no directory " + directory);
        }
        try (WriteLock _ = WriteLock.of(path)) {
            appendLocked(lines);
        }
    }

    private void appendLocked(List<byte[]> lines) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException("not a regular file");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            bytes.writeBytes(line);
        }
        long size = Files.exists(path) ? Files.size(path) : 0;
        if (size > 0 && size + bytes.size() > maxBytes) {
            putAside();
        }
        try (FileChannel log = OwnerOnly.open(path, OPTIONS)) {
            write(log, ByteBuffer.wrap(bytes.toByteArray()));
        }
    }

    private static void write(FileChannel log, ByteBuffer lines) throws IOException {
        long before = log.size();
        try {
            long at = before;
            if (!endsALine(log, before)) {
                // Torn when a process was killed: its events come again, and need a line of their
                // own.
                at += log.write(ByteBuffer.wrap(new byte[] {'\n'}), at);
            }
            while (lines.hasRemaining()) {
                at += log.write(lines, at);
            }
            log.force(false);
        } catch (IOException notWritten) {
            try {
                log.truncate(before);
            } catch (IOException alsoFailed) {
                notWritten.addSuppressed(alsoFailed);
            }
            throw notWritten;
        }
    }

    private static boolean endsALine(FileChannel log, long size) throws IOException {
        if (size == 0) {
            return true;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        return log.read(last, size - 1) != 1 || last.get(0) == '\n';
    }

    private void putAside() throws IOException {
        for (int number = kept; number > 0; number--) {
            Path from = number == 1 ? path : sibling(Integer.toString(number - 1));
            if (Files.exists(from)) {
                Files.move(
                        from,
                        sibling(Integer.toString(number)),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + "." + suffix);
    }
}
