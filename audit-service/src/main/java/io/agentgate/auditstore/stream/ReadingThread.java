package io.agentgate.auditstore.stream;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A thread that reads until it is told to end, whatever fails on the way.
 *
 * <pre>
 * start → work ── told to end ───→ ended
 *          ├─ RuntimeException ──→ told of, a pause, work from its beginning
 *          └─ Error ─────────────→ told of, ended: nobody knows what is still whole
 * </pre>
 */
public final class ReadingThread {
    private final Thread thread;
    private final Work work;
    private final Listener listener;
    private final Duration pause;
    private volatile boolean ending;

    /** Reads with clients of its own, which it makes and closes; returns when it is told to end. */
    @FunctionalInterface
    public interface Work {
        void until(BooleanSupplier ending);
    }

    /** Hears of what fails, in the thread itself. */
    public interface Listener {
        /** The work begins anew. */
        void failed(RuntimeException why);

        /** There will be no more work. */
        void ended(Error why);
    }

    /**
     * A thread that does not run yet.
     *
     * @param pause before work that failed begins anew
     */
    public ReadingThread(String name, Work work, Listener listener, Duration pause) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        this.work = work;
        this.listener = listener;
        this.pause = pause;
    }

    public void start() {
        thread.start();
    }

    /** Tells it to end, and waits for that for a while. */
    public void stop(Duration patience) throws InterruptedException {
        ending = true;
        thread.interrupt();
        if (thread.getState() != Thread.State.NEW) {
            thread.join(patience);
        }
    }

    private void run() {
        try {
            while (!ending) {
                try {
                    work.until(() -> ending);
                } catch (RuntimeException failed) {
                    startAnew(failed);
                }
            }
        } catch (Error fatal) {
            listener.ended(fatal);
        }
    }

    private void startAnew(RuntimeException failed) {
        // An interrupt that nobody meant would fail everything that comes after it, too.
        Thread.interrupted();
        if (ending) {
            return;
        }
        listener.failed(failed);
        try {
            Thread.sleep(pause);
        } catch (InterruptedException hurry) {
            // Told to end, or, if not, the pause was a short one.
        }
    }
}
