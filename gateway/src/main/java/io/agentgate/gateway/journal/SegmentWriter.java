package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.EventCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The hand that writes events into segments, one positional write each. Thread safe; the order of
 * writes is the order of the sequence numbers.
 */
final class SegmentWriter implements AutoCloseable {
    private final WriterDirectory directory;
    private final JournalSettings settings;
    private final ByteBuffer record = ByteBuffer.allocate(Segment.MAX_RECORD_BYTES);
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
        this.segment = Segment.prepare(directory.path(), 1, settings.segmentBytes());
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
        if (sealed) {
            throw closed();
        }
        record.clear().position(Segment.HEADER_BYTES);
        EventCodec.encode(event, record);
        record.flip();
        try {
            boolean full = end.offset() + record.limit() > settings.segmentBytes();
            if (full || keeper.failure() != null) {
                roll();
            }
            Segment.seal(record, end.generation(), sequence + 1);
            int length = record.limit();
            Segment.writeFully(segment, record, end.offset());
            sequence++;
            if (end.offset() == 0) {
                keeper.inUse(end.generation());
            }
            end = new Position(end.generation(), end.offset() + length);
        } catch (IOException notWritten) {
            throw new JournalException("the journal cannot be written", notWritten);
        }
        Thread reader = waitingReader;
        if (reader != null) {
            LockSupport.unpark(reader);
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
