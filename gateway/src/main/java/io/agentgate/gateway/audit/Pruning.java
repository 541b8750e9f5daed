package io.agentgate.gateway.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The hourly removal of stored calls beyond their {@link Retention}, on a thread of its own and in
 * small batches with pauses, so that deliveries to the same store are not held up.
 */
public final class Pruning implements AutoCloseable {
    private static final int BATCH = 1_000;
    private static final long FIRST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long EVERY_NANOS = Duration.ofHours(1).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final AuditLog log;
    private volatile Retention retention;
    private final InstantSource clock;
    private final Consumer<String> problems;
    private final Thread thread;
    private volatile boolean stopping;

    /**
     * @param clock the one by which calls have their time
     * @param problems takes a line when the store cannot be pruned now
     */
    public Pruning(
            AuditLog log, Retention retention, InstantSource clock, Consumer<String> problems) {
        this.log = log;
        this.retention = retention;
        this.clock = clock;
        this.problems = problems;
        this.thread = Thread.ofPlatform().name("audit-pruning").daemon().unstarted(this::run);
    }

    /** Begins soon; called once. */
    public void start() {
        thread.start();
    }

    /** Replaces what is kept; what is beyond it now goes within the hour. */
    public void keep(Retention newRetention) {
        retention = newRetention;
    }

    private void run() {
        pause(FIRST_NANOS);
        while (!stopping) {
            try {
                prune();
            } catch (AuditLogException | RuntimeException notNow) {
                problems.accept("old records cannot be removed now: " + notNow.getMessage());
            }
            pause(EVERY_NANOS);
        }
    }

    private void pause(long nanos) {
        // A pause may end early for no reason, which harms nothing.
        if (!stopping) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** Removes all that is beyond the retention now. */
    void prune() throws AuditLogException {
        Retention now = retention;
        if (now.isUnlimited()) {
            return;
        }
        Instant before =
                now.days() == 0 ? Instant.MIN : clock.instant().minus(Duration.ofDays(now.days()));
        long maxRows = now.maxRows() == 0 ? Long.MAX_VALUE : now.maxRows();
        while (!stopping && log.prune(before, maxRows, BATCH) > 0) {
            pause(PAUSE_NANOS);
        }
    }

    /** Stops; waits for the batch that is being removed. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        log.close();
    }
}
