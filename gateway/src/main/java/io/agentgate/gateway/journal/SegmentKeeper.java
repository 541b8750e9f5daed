package io.agentgate.gateway.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The background work on a journal's segments: syncs the current one at the set interval, finishes
 * full ones, and prepares the next ahead, so that an appending thread does none of it.
 */
final class SegmentKeeper implements AutoCloseable {
    private final Path directory;
    private final JournalSettings settings;
    private final Thread thread;
    private final Deque<FileChannel> finished = new ArrayDeque<>();

    private FileChannel current;
    private @Nullable FileChannel prepared;
    private int preparedGeneration;
    private volatile int wantedGeneration;
    private volatile boolean dirty;
    private volatile boolean idle;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    SegmentKeeper(Path directory, JournalSettings settings, FileChannel first) {
        this.directory = directory;
        this.settings = settings;
        this.current = first;
        this.thread = Thread.ofPlatform().name("journal-keeper").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Says that the current segment was written to, and whether its successor is needed soon. */
    void written(Position end) {
        if (end.offset() > settings.segmentBytes() / 2) {
            wantedGeneration = end.generation() + 1;
        }
        dirty = true;
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    /** Gives the segment that follows the current one, and takes the current one to finish it. */
    synchronized FileChannel next(int generation) throws IOException {
        FileChannel following = prepared;
        if (following == null || preparedGeneration != generation) {
            following = Segment.prepare(directory, generation, settings.segmentBytes());
        }
        // Whoever made it: a segment in use must not be prepared again, which would empty it.
        preparedGeneration = generation;
        prepared = null;
        if (failure != null) {
            // The disk has to prove itself before it is trusted again.
            following.force(true);
            failure = null;
        }
        finished.add(current);
        current = following;
        return following;
    }

    /** Why the current segment did not sync, or null if it did; a new segment begins anew. */
    @Nullable IOException failure() {
        return failure;
    }

    private void run() {
        while (!closed) {
            if (dirty) {
                dirty = false;
                sync();
                prepareAhead();
                LockSupport.parkNanos(this, settings.syncInterval().toNanos());
            } else {
                idle = true;
                if (!dirty && !closed) {
                    LockSupport.park(this);
                }
                idle = false;
            }
        }
    }

    private void sync() {
        try {
            for (FileChannel full = takeFinished(); full != null; full = takeFinished()) {
                finish(full);
            }
            FileChannel open;
            synchronized (this) {
                open = current;
            }
            open.force(false);
        } catch (IOException notSynced) {
            // It cannot be tried again: after a failed sync the system may take lost pages for
            // clean.
            if (!closed) {
                failure = notSynced;
            }
        }
    }

    /** Gives a full segment to whoever takes it, so that nobody else closes it meanwhile. */
    private synchronized @Nullable FileChannel takeFinished() {
        return finished.poll();
    }

    private static void finish(FileChannel full) throws IOException {
        try (full) {
            full.force(false);
        }
    }

    private synchronized void prepareAhead() {
        int generation = wantedGeneration;
        if (closed || prepared != null || generation <= preparedGeneration) {
            return;
        }
        try {
            prepared = Segment.prepare(directory, generation, settings.segmentBytes());
            preparedGeneration = generation;
        } catch (IOException noRoomNow) {
            // The append that needs the segment tries again, and is the one to say so.
            prepared = null;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        LockSupport.unpark(thread);
        FileChannel unused = prepared;
        prepared = null;
        if (unused != null) {
            unused.close();
        }
        finished.add(current);
        for (FileChannel full : finished) {
            full.force(false);
            full.close();
        }
        finished.clear();
    }
}
