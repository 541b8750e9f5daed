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
 * The writing end of one journal. Thread safe; an append is one positional write, and its order
 * among appends is the order of the sequence numbers.
 *
 * <p>Threads that append are never interrupted: an interrupt would close the channel under all of
 * them.
 */
public final class Journal implements AutoCloseable {
    private final WriterDirectory directory;
    private final JournalSettings settings;
    private final ByteBuffer record = ByteBuffer.allocateDirect(Segment.MAX_RECORD_BYTES);
    private final SegmentKeeper keeper;
    private final AtomicInteger oldestGeneration = new AtomicInteger(1);

    private FileChannel segment;
    private long sequence;
    private boolean sealed;
    private boolean closed;
    private volatile Position end;
    private volatile @Nullable Thread waitingReader;

    /** Opens the journal of a writer that has just got its directory. */
    public Journal(WriterDirectory directory, JournalSettings settings) throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.segment = Segment.prepare(directory.path(), 1, settings.segmentBytes());
        this.end = new Position(1, 0);
        this.keeper = new SegmentKeeper(directory.path(), settings, segment);
        keeper.start();
    }

    /** The part of every decision id of this writer before its last dash. */
    public String writer() {
        return directory.writer();
    }

    /**
     * Records an event. When this returns, the event survives the end of this process.
     *
     * @throws JournalException if it is not recorded: no space, no room for undelivered events, a
     *     failing disk, or a closed journal
     */
    public synchronized void append(AuditEvent event) throws JournalException {
        if (sealed) {
            throw new JournalException("the journal is closed");
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
            end = new Position(end.generation(), end.offset() + length);
        } catch (IOException notWritten) {
            throw new JournalException("the journal cannot be written", notWritten);
        }
        keeper.written(end);
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

    /** A reader of this journal from its beginning. At most one is in use at a time. */
    public JournalReader reader() {
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

    /**
     * Takes no more events, so that what is read from now on is all there will ever be. Must come
     * before the last delivery: an event appended behind it would be deleted unread.
     */
    public synchronized void seal() {
        sealed = true;
    }

    /**
     * Ends the journal. Its events stay until they are delivered; the directory is removed if they
     * all were, and given up for adoption otherwise.
     *
     * @param delivered whether every event of the sealed journal has reached the sink
     */
    public synchronized void close(boolean delivered) throws IOException {
        if (closed) {
            return;
        }
        sealed = true;
        closed = true;
        keeper.close();
        if (delivered) {
            directory.delete();
        } else {
            directory.close();
        }
    }

    @Override
    public void close() throws IOException {
        close(false);
    }
}
