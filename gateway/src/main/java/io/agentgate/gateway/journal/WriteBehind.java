package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.Payload;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The mode {@code batch}: a bounded buffer that a thread of its own writes to the segments.
 *
 * <p>What finds no room is dropped and counted. The report follows behind what was in the buffer at
 * that time, which is where the dropped events are missing. While the segments cannot be written,
 * the thread tries again with the same events.
 */
final class WriteBehind implements Durability {
    static final int BUFFER_BYTES = 4 << 20;

    /** What an event without payload counts; the codec bounds its fields. */
    private static final int EVENT_BYTES = 1024;

    private static final long RETRY_NANOS = 50_000_000L;

    private final SegmentWriter segments;
    private final int capacity;
    private final Records records = new Records();
    private final Thread thread;

    private Queue<AuditEvent> buffer = new ArrayDeque<>();
    private int buffered;
    private @Nullable Overflow overflow;
    private int overflows;
    private volatile boolean sealed;

    /** Events that were dropped since the buffer was last emptied. */
    private record Overflow(int number, long dropped, Instant last) {}

    /** What is written at once: a full buffer, and what was dropped behind it. */
    private record Batch(Queue<AuditEvent> events, @Nullable Overflow overflow) {}

    /**
     * @param capacity most bytes of events in the buffer; as many may be on their way to a segment
     */
    WriteBehind(SegmentWriter segments, int capacity) {
        this.segments = segments;
        this.capacity = capacity;
        this.thread = Thread.ofPlatform().name("journal-batch").daemon().unstarted(this::run);
        thread.start();
    }

    @Override
    public Commit append(AuditEvent event) throws JournalException {
        synchronized (this) {
            if (sealed) {
                throw SegmentWriter.closed();
            }
            int bytes = bytes(event);
            // Once something was dropped, all is until the report is on its way: one gap, not many.
            if (overflow != null || buffered + bytes > capacity) {
                drop(event);
                return Commit.DONE;
            }
            buffer.add(event);
            buffered += bytes;
        }
        LockSupport.unpark(thread);
        return Commit.DONE;
    }

    private void drop(AuditEvent event) {
        Overflow before = overflow;
        overflow =
                before == null
                        ? new Overflow(++overflows, 1, event.time())
                        : new Overflow(before.number(), before.dropped() + 1, event.time());
    }

    private static int bytes(AuditEvent event) {
        Payload payload =
                switch (event) {
                    case AuditEvent.CallDecided decided -> decided.arguments();
                    case AuditEvent.CallSettled settled -> settled.result();
                    case AuditEvent.Noted noted -> null;
                };
        return EVENT_BYTES + (payload == null ? 0 : payload.head().length);
    }

    private void run() {
        while (true) {
            boolean last = sealed;
            Batch batch = take();
            if (batch.events().isEmpty()) {
                if (last) {
                    return;
                }
                LockSupport.park(this);
            } else {
                write(batch);
            }
        }
    }

    private synchronized Batch take() {
        Batch batch = new Batch(buffer, overflow);
        if (!buffer.isEmpty()) {
            buffer = new ArrayDeque<>();
            buffered = 0;
            overflow = null;
        }
        return batch;
    }

    private void write(Batch batch) {
        for (AuditEvent event : batch.events()) {
            add(event);
        }
        Overflow dropped = batch.overflow();
        if (dropped != null) {
            add(
                    new AuditEvent.Noted(
                            segments.writer() + "-overflow-" + dropped.number(),
                            dropped.last(),
                            "journal_overflow",
                            null,
                            dropped.dropped() + " events found no room and were dropped"));
        }
        write();
        segments.syncSoon();
    }

    private void add(AuditEvent event) {
        if (!records.hasRoom()) {
            write();
        }
        records.add(event);
    }

    private void write() {
        writeInTime();
        records.clear();
    }

    private void writeInTime() {
        while (true) {
            try {
                segments.write(records);
                return;
            } catch (JournalException notNow) {
                if (sealed) {
                    // Nobody waits any longer for it.
                    return;
                }
                LockSupport.parkNanos(this, RETRY_NANOS);
            }
        }
    }

    @Override
    public void seal() {
        synchronized (this) {
            sealed = true;
        }
        LockSupport.unpark(thread);
        Joined.join(thread);
        segments.seal();
    }
}
