package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a journal, of a living writer or of a dead one: hands out events in order and
 * deletes segments whose events were all delivered. Not thread safe.
 */
public final class JournalReader implements AutoCloseable {
    /**
     * From here on a read ends, whatever lies behind: large enough that few calls have their
     * decision in one batch and their outcome in the next, which costs a store more.
     */
    private static final int BATCH_BYTES = 4 << 20;

    private final String writer;
    private final Path directory;
    private final Supplier<Position> end;
    private final IntConsumer oldestKept;
    private final SegmentWindow window = new SegmentWindow();

    private @Nullable FileChannel segment;
    private Position next;
    private long expectedSequence = 1;
    private int oldest;
    private long lostRecords;
    private boolean more;
    private long batchBytes;

    /** Where all that was handed out had been delivered. */
    private volatile Position confirmed;

    private long confirmedSequence = 1;
    private long confirmedLost;

    /**
     * @param first the oldest segment there may be
     * @param end everything before it is whole, as long as it is not damaged
     * @param oldestKept takes the oldest segment that is not deleted, after each confirmation
     */
    JournalReader(
            String writer,
            Path directory,
            int first,
            Supplier<Position> end,
            IntConsumer oldestKept) {
        this.writer = writer;
        this.directory = directory;
        this.end = end;
        this.oldestKept = oldestKept;
        this.oldest = first;
        this.next = new Position(first, 0);
        this.confirmed = next;
    }

    /** Records that were damaged or missing among those read so far. */
    public long lostRecords() {
        return lostRecords;
    }

    /** Where the next read begins. */
    Position position() {
        return next;
    }

    /** Where what was delivered ends; may be asked by any thread. */
    Position confirmed() {
        return confirmed;
    }

    /**
     * The next events, in order; empty at the end of what is written. Damage before an event is
     * reported by a {@code journal_gap} event in front of it.
     */
    public List<AuditEvent> read() throws IOException {
        List<AuditEvent> events = new ArrayList<>();
        Position limit = end.get();
        batchBytes = 0;
        more = true;
        while (more && batchBytes < BATCH_BYTES) {
            int segmentEnd =
                    next.generation() < limit.generation() ? Integer.MAX_VALUE : limit.offset();
            if (!readWindow(segmentEnd, events)) {
                if (next.generation() < limit.generation()) {
                    closeSegment();
                    next = new Position(next.generation() + 1, 0);
                } else {
                    more = false;
                }
            }
        }
        return events;
    }

    /** Whether the last read ended before the end of what was written when it began. */
    boolean hasMore() {
        return more;
    }

    /** Says that all events handed out so far were delivered. */
    public void confirm() throws IOException {
        confirmed = next;
        confirmedSequence = expectedSequence;
        confirmedLost = lostRecords;
        while (oldest < next.generation()) {
            Files.deleteIfExists(Segment.file(directory, oldest));
            oldest++;
        }
        oldestKept.accept(oldest);
    }

    /** Says that delivery failed: what was handed out since the last confirmation comes again. */
    public void rewind() throws IOException {
        next = confirmed;
        expectedSequence = confirmedSequence;
        lostRecords = confirmedLost;
        closeSegment();
    }

    /**
     * Reads one window of the current segment and moves on behind the last record in it.
     *
     * @return whether the segment may hold more
     */
    private boolean readWindow(int segmentEnd, List<AuditEvent> events) throws IOException {
        FileChannel channel = openSegment();
        if (channel == null) {
            return false;
        }
        boolean atEnd = !window.fill(channel, next.offset(), segmentEnd);
        int filled = window.filled();
        int at = 0;
        int done = 0;
        // Behind this point a record might continue beyond the window.
        int whole = atEnd ? filled : filled - Segment.MAX_RECORD_BYTES;
        while (at < whole) {
            int length = window.recordAt(at, next.generation());
            if (length < 0) {
                at = window.nextMagic(at + 1);
            } else {
                take(at, length, events);
                at += Segment.HEADER_BYTES + length;
                done = at;
            }
        }
        if (!atEnd) {
            done = Math.max(done, Math.min(at, whole));
        } else if (segmentEnd != Integer.MAX_VALUE) {
            // A living writer completed all this: what cannot be read is damage, not to wait for.
            done = segmentEnd - next.offset();
        }
        next = new Position(next.generation(), next.offset() + done);
        return !atEnd;
    }

    private void take(int at, int length, List<AuditEvent> events) {
        long sequence = window.sequenceAt(at);
        AuditEvent event = window.eventAt(at, length);
        if (sequence > expectedSequence && (expectedSequence > 1 || oldest == 1)) {
            long missing = sequence - expectedSequence;
            lostRecords += missing;
            events.add(gap(missing, sequence, event));
        }
        expectedSequence = sequence + 1;
        batchBytes += length;
        if (event != null) {
            events.add(event);
        }
    }

    private AuditEvent gap(long missing, long sequence, @Nullable AuditEvent before) {
        return new AuditEvent.Noted(
                writer + "-gap" + sequence,
                before == null ? Instant.EPOCH : before.time(),
                "journal_gap",
                null,
                missing + " records before number " + sequence + " are damaged or missing");
    }

    private @Nullable FileChannel openSegment() throws IOException {
        FileChannel open = segment;
        if (open == null) {
            try {
                open =
                        FileChannel.open(
                                Segment.file(directory, next.generation()),
                                StandardOpenOption.READ);
                segment = open;
            } catch (NoSuchFileException missing) {
                return null;
            }
        }
        return open;
    }

    private void closeSegment() throws IOException {
        FileChannel open = segment;
        segment = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeSegment();
    }
}
