package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of one journal. Thread safe; the order of appends is the order in which they are
 * read. When an event is safe is the {@link JournalMode}'s to say.
 *
 * <p>Threads that append are never interrupted: an interrupt would close the channel under all of
 * them.
 */
public final class Journal implements Appender, AutoCloseable {
    private final WriterDirectory directory;
    private final SegmentWriter segments;
    private final Durability durability;
    private boolean closed;

    /** Opens the journal of a writer that has just got its directory. */
    public Journal(WriterDirectory directory, JournalSettings settings) throws IOException {
        this(directory, new SegmentWriter(directory, settings, Disk.REAL), settings.mode());
    }

    private Journal(WriterDirectory directory, SegmentWriter segments, JournalMode mode) {
        this(directory, segments, Durability.of(mode, segments));
    }

    Journal(WriterDirectory directory, SegmentWriter segments, Durability durability) {
        this.directory = directory;
        this.segments = segments;
        this.durability = durability;
    }

    @Override
    public String writer() {
        return directory.writer();
    }

    @Override
    public Commit append(AuditEvent event) throws JournalException {
        return durability.append(event);
    }

    @Override
    public Appender inTurns(Executor endOfTurn, Consumer<@Nullable Throwable> outcome) {
        return durability instanceof WrittenAtOnce segments
                ? new Turn(writer(), segments, endOfTurn, outcome)
                : this;
    }

    /** A reader of this journal from its beginning. At most one is in use at a time. */
    public JournalReader reader() {
        return segments.reader();
    }

    /** Waits until something lies beyond {@code read}, or the time is over. */
    void awaitBeyond(Position read, long nanos) {
        segments.awaitBeyond(read, nanos);
    }

    Position end() {
        return segments.end();
    }

    /** How many bytes lie beyond {@code read}, at most: the rests of full segments count. */
    long bytesBeyond(Position read) {
        return segments.bytesBeyond(read);
    }

    /**
     * Takes no more events, so that what is read from now on is all there will ever be. Must come
     * before the last delivery: an event appended behind it would be deleted unread.
     */
    public void seal() {
        durability.seal();
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
        closed = true;
        seal();
        segments.close();
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
