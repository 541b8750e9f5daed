package io.agentgate.gateway.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The background work on a journal's segments: syncs the current one at the set interval or for
 * those who wait, and finishes full ones, so that an appending thread does none of it.
 */
final class SegmentKeeper implements AutoCloseable {
    /** From so many waiters of one sync on, the next waits for more of them. */
    private static final int CROWD = 8;

    private static final Duration GATHERING = Duration.ofNanos(200_000);

    private final JournalSettings settings;
    private final Disk disk;
    private final Thread thread;
    private final SegmentAhead ahead;
    private final List<FileChannel> finished = new ArrayList<>();

    private FileChannel current;
    private int lastWaiters;
    private volatile @Nullable SharedSync awaited;
    private volatile boolean dirty;
    private volatile boolean idle;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    SegmentKeeper(Path directory, JournalSettings settings, Disk disk, FileChannel first) {
        this.settings = settings;
        this.disk = disk;
        this.current = first;
        this.ahead =
                new SegmentAhead(
                        directory,
                        settings.segmentBytes(),
                        settings.mode().syncsOften(),
                        this::distrust);
        this.thread = Thread.ofPlatform().name("journal-keeper").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
        ahead.start();
    }

    /** Says that a segment holds its first record, so that its successor is made. */
    void inUse(int generation) {
        ahead.want(generation + 1);
    }

    /** Asks for a sync within the interval. */
    void syncSoon() {
        dirty = true;
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    /** Asks for a sync at once: one that begins later than this call, shared by all who ask. */
    Commit nextSync() {
        Commit commit;
        synchronized (this) {
            SharedSync next = awaited;
            if (next != null) {
                return next.join();
            }
            next = new SharedSync();
            commit = next.join();
            if (closed) {
                next.complete(new IOException("the journal was closed meanwhile"));
                return commit;
            }
            awaited = next;
        }
        LockSupport.unpark(thread);
        return commit;
    }

    /** Gives the segment that follows the current one, and takes the current one to finish it. */
    synchronized FileChannel next(int generation) throws IOException {
        FileChannel following = ahead.take(generation);
        IOException distrusted = failure;
        if (distrusted != null) {
            // The disk has to prove itself before it is trusted again.
            prove(following);
            // Whoever waits wrote before this, so perhaps to the segment that is not trusted.
            SharedSync tooLate = awaited;
            awaited = null;
            if (tooLate != null) {
                tooLate.complete(distrusted);
            }
            failure = null;
        }
        finished.add(current);
        current = following;
        return following;
    }

    private void prove(FileChannel segment) throws IOException {
        try {
            disk.force(segment);
        } catch (IOException notSynced) {
            segment.close();
            throw notSynced;
        }
    }

    /** A segment whose first bytes the disk did not take is as good as one that did not sync. */
    private synchronized void distrust(FileChannel segment, IOException problem) {
        if (!closed && (segment.equals(current) || finished.contains(segment))) {
            failure = problem;
        }
    }

    /** Why the current segment did not sync, or null if it did; a new segment begins anew. */
    @Nullable IOException failure() {
        return failure;
    }

    private void run() {
        while (!closed) {
            if (dirty || awaited != null) {
                gather();
                dirty = false;
                sync();
                if (awaited == null && !closed) {
                    LockSupport.parkNanos(this, settings.syncInterval().toNanos());
                }
            } else {
                idle = true;
                if (!dirty && awaited == null && !closed) {
                    LockSupport.park(this);
                }
                idle = false;
            }
        }
    }

    /**
     * Where many wait at a time, more come while the disk has a moment's rest; a few never wait.
     */
    private void gather() {
        if (awaited == null || lastWaiters < CROWD) {
            return;
        }
        // A permit left by whoever asked first would end a park at once.
        try {
            Thread.sleep(GATHERING);
        } catch (InterruptedException unexpected) {
            // Nobody interrupts threads of the journal; what was gathered so far is synced.
            Thread.currentThread().interrupt();
        }
    }

    /** What one sync covers: taken at once, so that all that was written before lies in it. */
    private record Round(
            List<FileChannel> full,
            FileChannel open,
            @Nullable SharedSync awaited,
            @Nullable IOException distrusted) {}

    private synchronized Round nextRound() {
        Round round = new Round(List.copyOf(finished), current, awaited, failure);
        finished.clear();
        awaited = null;
        return round;
    }

    private void sync() {
        Round round = nextRound();
        IOException problem = null;
        for (FileChannel full : round.full()) {
            problem = first(problem, finish(full));
        }
        try {
            disk.force(round.open());
        } catch (IOException notSynced) {
            // It cannot be tried again: after a failed sync the system may take lost pages for
            // clean.
            problem = first(problem, notSynced);
        }
        if (problem != null) {
            failure = problem;
        }
        SharedSync waiting = round.awaited();
        if (waiting != null) {
            lastWaiters = waiting.size();
            waiting.complete(first(round.distrusted(), problem));
        }
    }

    private static @Nullable IOException first(
            @Nullable IOException earlier, @Nullable IOException later) {
        return earlier != null ? earlier : later;
    }

    private @Nullable IOException finish(FileChannel full) {
        try (full) {
            disk.force(full);
            return null;
        } catch (IOException notSynced) {
            return notSynced;
        }
    }

    /** Brings all to the disk and lets go of it; nobody writes any more. */
    @Override
    public void close() throws IOException {
        IOException saidBefore;
        synchronized (this) {
            closed = true;
            saidBefore = failure;
        }
        LockSupport.unpark(thread);
        Joined.join(thread);
        ahead.close();
        sync();
        current.close();
        IOException notSynced = failure;
        if (notSynced != null && !notSynced.equals(saidBefore)) {
            throw notSynced;
        }
    }
}
