package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way from a journal to a sink: a thread that delivers, tries again while the sink fails, and
 * adopts what dead writers left. Nothing is forgotten before the sink has it.
 */
public final class Drain implements AutoCloseable {
    private static final long IDLE_NANOS = 1_000_000_000L;

    /** Long enough that most calls of a busy server end in the batch in which they began. */
    private static final long GATHER_NANOS = 100_000_000L;

    private static final long FIRST_RETRY_NANOS = 100_000_000L;
    private static final long LONGEST_RETRY_NANOS = 5_000_000_000L;
    private static final Duration BETWEEN_ADOPTIONS = Duration.ofSeconds(10);

    private final Journal journal;
    private final JournalReader reader;
    private final Adoption adoption;
    private final AuditSink sink;
    private final InstantSource clock;
    private final Consumer<String> problems;
    private final Thread thread;
    private boolean adopted;
    private Instant nextAdoption = Instant.MIN;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean stopping;
    private volatile boolean drained;
    private volatile Duration lag = Duration.ZERO;
    private volatile @Nullable String trouble;

    /**
     * @param adoption takes care of dead writers, after the first delivery and until it succeeds
     * @param clock the one by which events have their time
     * @param problems takes one line when delivery starts to fail, and one when it works again
     */
    public Drain(
            Journal journal,
            AuditSink sink,
            Adoption adoption,
            InstantSource clock,
            Consumer<String> problems) {
        this.journal = journal;
        this.reader = journal.reader();
        this.adoption = adoption;
        this.sink = sink;
        this.clock = clock;
        this.problems = problems;
        this.thread = Thread.ofPlatform().name("journal-drain").daemon().unstarted(this::run);
    }

    /** Begins to deliver; further calls have no effect. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    /**
     * How old the oldest event of the last delivery was when the sink had it; zero once nothing is
     * left to deliver, and while the sink takes nothing: then the journal absorbs what comes, and
     * nobody is to be slowed by it.
     */
    public Duration lag() {
        return lag;
    }

    /** How many bytes of the journal the sink does not have yet; may be asked by any thread. */
    public long waitingBytes() {
        return journal.bytesBeyond(reader.confirmed());
    }

    /** Why the sink takes nothing, in words for people; null while it does. */
    public @Nullable String trouble() {
        return trouble;
    }

    private void run() {
        long retryNanos = FIRST_RETRY_NANOS;
        while (true) {
            boolean last = stopping;
            try {
                boolean delivered = deliverAll(reader, sink, this::delivered);
                if (!delivered) {
                    lag = Duration.ZERO;
                }
                retryNanos = FIRST_RETRY_NANOS;
                if (trouble != null) {
                    trouble = null;
                    problems.accept("audit events are delivered again");
                }
                if (last) {
                    sink.closeOpenCalls(journal.writer());
                    drained = true;
                    return;
                }
                if (!adopted) {
                    adopt();
                }
                if (delivered) {
                    LockSupport.parkNanos(this, GATHER_NANOS);
                } else {
                    journal.awaitBeyond(reader.position(), IDLE_NANOS);
                }
            } catch (AuditSinkException | IOException | RuntimeException notDelivered) {
                lag = Duration.ZERO;
                // Whatever it was, the events are still in the journal: this thread must not end.
                boolean known = trouble != null;
                trouble = String.valueOf(notDelivered.getMessage());
                if (last) {
                    return;
                }
                if (!known) {
                    problems.accept("audit events wait in the journal: " + trouble);
                }
                LockSupport.parkNanos(this, retryNanos);
                retryNanos = Math.min(2 * retryNanos, LONGEST_RETRY_NANOS);
            }
        }
    }

    /** Where the sink went away again, the records of dead writers wait as ours do. */
    private void adopt() {
        Instant now = clock.instant();
        if (now.isBefore(nextAdoption)) {
            return;
        }
        try {
            adoption.adoptAll();
            adopted = true;
        } catch (AuditSinkException | IOException | RuntimeException notNow) {
            if (nextAdoption.equals(Instant.MIN)) {
                problems.accept("records of an earlier session wait: " + notNow.getMessage());
            }
            nextAdoption = now.plus(BETWEEN_ADOPTIONS);
        }
    }

    private void delivered(List<AuditEvent> events) {
        Instant now = clock.instant();
        Instant oldest = now;
        for (AuditEvent event : events) {
            // The note of a gap has no time of its own.
            if (!(event instanceof AuditEvent.Noted) && event.time().isBefore(oldest)) {
                oldest = event.time();
            }
        }
        lag = Duration.between(oldest, now);
    }

    /**
     * Delivers what was written until now, in batches.
     *
     * @param delivered takes each batch the sink has taken
     * @return whether there was anything
     */
    static boolean deliverAll(
            JournalReader reader, AuditSink sink, Consumer<List<AuditEvent>> delivered)
            throws IOException, AuditSinkException {
        boolean any = false;
        do {
            List<AuditEvent> events = reader.read();
            if (!events.isEmpty()) {
                try {
                    sink.deliver(events);
                } catch (AuditSinkException | RuntimeException notDelivered) {
                    reader.rewind();
                    throw notDelivered;
                }
                reader.confirm();
                delivered.accept(events);
                any = true;
            }
        } while (reader.hasMore());
        return any;
    }

    /**
     * Seals the journal, delivers the rest, closes calls without an end, and stops; waits no longer
     * than asked.
     *
     * @return whether everything in the journal has reached the sink
     */
    public boolean finish(long waitMillis) {
        journal.seal();
        stopping = true;
        start();
        LockSupport.unpark(thread);
        try {
            thread.join(waitMillis);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        return drained;
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        LockSupport.unpark(thread);
        reader.close();
    }
}
