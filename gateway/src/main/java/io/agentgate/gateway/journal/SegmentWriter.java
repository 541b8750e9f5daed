package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The hand that writes records into segments, with one positional write for all that come at once.
 * Thread safe; the order of writes is the order of the sequence numbers.
 */
final class SegmentWriter implements AutoCloseable {
    private final WriterDirectory directory;
    private final JournalSettings settings;
    private final Records single = new Records();
    private final SegmentKeeper keeper;
    private final AtomicInteger oldestGeneration = new AtomicInteger(1);

    private FileChannel segment;
    private long sequence;
    private boolean sealed;
    private volatile Position end;
    private volatile @Nullable Thread waitingReader;

    SegmentWriter(WriterDirectory directory, JournalSettings settings, Disk disk)
            throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.segment =
                Segment.prepare(
                        directory.path(), 1, settings.segmentBytes(), settings.mode().syncsOften());
        this.end = new Position(1, 0);
        this.keeper = new SegmentKeeper(directory.path(), settings, disk, segment);
        keeper.start();
    }

    static JournalException closed() {
        return new JournalException("the journal is closed");
    }

    String writer() {
        return directory.writer();
    }

    /** Hands an event to the operating system; an event that was not is not in the journal. */
    synchronized void write(AuditEvent event) throws JournalException {
        single.clear();
        single.add(event);
        write(single);
    }

    /** Hands records to the operating system: all, or none is in the journal. */
    synchronized void write(Records records) throws JournalException {
        if (sealed) {
            throw closed();
        }
        try {
            boolean full = end.offset() + records.length() > settings.segmentBytes();
            if (full || keeper.failure() != null) {
                roll();
            }
            put(records);
        } catch (IOException notWritten) {
            throw new JournalException("the journal cannot be written", notWritten);
        }
        Thread reader = waitingReader;
        if (reader != null) {
            LockSupport.unpark(reader);
        }
    }

    private void put(Records records) throws IOException {
        int offset = end.offset();
        try {
            Segment.writeFully(segment, records.sealed(end.generation(), sequence + 1), offset);
        } catch (IOException halfWritten) {
            forget(offset, halfWritten);
            throw halfWritten;
        }
        sequence += records.count();
        if (offset == 0) {
            keeper.inUse(end.generation());
        }
        end = new Position(end.generation(), offset + records.length());
    }

    /** Whole records of a write that failed must not be found behind those of the next. */
    private void forget(int offset, IOException halfWritten) {
        try {
            segment.truncate(offset);
        } catch (IOException alsoFailed) {
            halfWritten.addSuppressed(alsoFailed);
        }
    }

    private void roll() throws IOException, JournalException {
        int next = end.generation() + 1;
        if ((next - oldestGeneration.get() + 1L) * settings.segmentBytes() > settings.maxBytes()) {
            throw new JournalException(
                    "the journal is full: its events cannot be delivered to the audit store");
        }
        segment = keeper.next(next);
        end = new Position(next, 0);
    }

    /** Says that what was written is to be on the disk within a sync interval. */
    void syncSoon() {
        keeper.syncSoon();
    }

    /** Waits for the sync that covers all that this thread has written. */
    Commit nextSync() {
        return keeper.nextSync();
    }

    JournalReader reader() {
        return new JournalReader(
                directory.writer(),
                directory.path(),
                oldestGeneration.get(),
                this::end,
                oldestGeneration::set);
    }

    /** Waits until something lies beyond {@code read}, or the time is over. */
    void awaitBeyond(Position read, long nanos) {
        waitingReader = Thread.currentThread();
        try {
            if (end.equals(read)) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            waitingReader = null;
        }
    }

    Position end() {
        return end;
    }

    long bytesBeyond(Position read) {
        Position written = end;
        long segments = (long) written.generation() - read.generation();
        return segments * settings.segmentBytes() + written.offset() - read.offset();
    }

    synchronized void seal() {
        sealed = true;
    }

    @Override
    public void close() throws IOException {
        keeper.close();
    }
}
