package io.agentgate.embedded.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to change a file that other processes change too, held until it is closed.
 *
 * <p>The lock is on a file beside it, {@code <name>.lock}: one on the file itself would be held on
 * what another process has just replaced or put aside.
 */
final class WriteLock implements AutoCloseable {
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    /** The system's lock is between processes; this one is between the threads of ours. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final FileChannel channel;

    private WriteLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock of a file. */
    static WriteLock of(Path file) throws IOException {
        ONE_AT_A_TIME.lock();
        FileChannel channel = null;
        try {
            channel = OwnerOnly.open(file.resolveSibling(file.getFileName() + ".lock"), OPTIONS);
            FileLock held = channel.lock();
            if (!held.isValid()) {
                throw new IOException("the lock is lost");
            }
            return new WriteLock(channel);
        } catch (IOException | RuntimeException failed) {
            try {
                if (channel != null) {
                    channel.close();
                }
            } finally {
                ONE_AT_A_TIME.unlock();
            }
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }
}
