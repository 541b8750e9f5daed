package io.agentgate.gateway.journal;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The segment that will follow the current one, made ahead on a thread of its own: it takes longer
 * than a call or a sync may wait.
 */
final class SegmentAhead implements AutoCloseable {
    private final Path directory;
    private final int bytes;
    private final boolean filled;
    private final BiConsumer<FileChannel, IOException> notSettled;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private int wanted;
    private int made;
    private @Nullable FileChannel ready;
    private @Nullable IOException failure;
    private boolean closed;

    /**
     * @param filled whether its zeros are brought to the disk
     * @param notSettled takes a segment that was given out before its zeros failed to reach the
     *     disk
     */
    SegmentAhead(
            Path directory,
            int bytes,
            boolean filled,
            BiConsumer<FileChannel, IOException> notSettled) {
        this.directory = directory;
        this.bytes = bytes;
        this.filled = filled;
        this.notSettled = notSettled;
        this.thread = Thread.ofPlatform().name("journal-ahead").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Asks for a segment; what fails is tried again by {@link #take}. */
    void want(int generation) {
        lock.lock();
        try {
            if (generation > wanted) {
                wanted = generation;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the segment, as a rule one that was made long ago.
     *
     * @throws IOException if it cannot be made now
     */
    FileChannel take(int generation) throws IOException {
        lock.lock();
        try {
            failure = null;
            wanted = generation;
            if (ready == null) {
                // One that was taken before and not used, as the disk failed it, is made anew.
                made = Math.min(made, generation - 1);
            }
            changed.signalAll();
            FileChannel taken = ready;
            while (taken == null) {
                if (failure != null) {
                    // Made on another thread: both belong into the trace.
                    throw new IOException(failure.getMessage(), failure);
                }
                if (closed) {
                    throw new IOException("the journal was closed meanwhile");
                }
                changed.awaitUninterruptibly();
                taken = ready;
            }
            ready = null;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (int next = awaitWanted(); next > 0; next = awaitWanted()) {
            make(next);
        }
    }

    /** The generation to make, or 0 at the end. */
    private int awaitWanted() {
        lock.lock();
        try {
            while (!closed && (wanted <= made || failure != null)) {
                changed.awaitUninterruptibly();
            }
            return closed ? 0 : wanted;
        } finally {
            lock.unlock();
        }
    }

    private void made(int generation, @Nullable FileChannel segment, @Nullable IOException not) {
        lock.lock();
        try {
            made = segment == null ? made : generation;
            ready = segment;
            failure = not;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void make(int generation) {
        FileChannel segment;
        try {
            if (Files.getFileStore(directory).getUsableSpace() < bytes) {
                // Rather than to fill what is left of the disk, and empty it again.
                throw new IOException("no space left for a segment of " + bytes + " bytes");
            }
            segment = Segment.prepare(directory, generation, bytes, filled);
        } catch (IOException noRoom) {
            made(generation, null, noRoom);
            return;
        }
        made(generation, segment, null);
        if (filled) {
            settle(segment);
        }
    }

    /** Brings the zeros to the disk, so that no sync of records has to. */
    private void settle(FileChannel segment) {
        try {
            segment.force(true);
        } catch (ClosedChannelException filledAndFinished) {
            // Whoever closed it had synced all of it.
        } catch (IOException problem) {
            notSettled.accept(segment, problem);
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Joined.join(thread);
        FileChannel unused = ready;
        ready = null;
        if (unused != null) {
            unused.close();
            Files.deleteIfExists(Segment.file(directory, made));
        }
    }
}
