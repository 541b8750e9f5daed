package io.agentgate.transports.exchange;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What other threads leave for an event loop to do. However much is left before it looks, it is
 * woken once: many calls wait for the same sync of the journal.
 */
final class Mailbox {
    private final Context context;
    private final Consumer<RuntimeException> faults;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();

    /**
     * @param faults hears of tasks that fail; those behind them are done all the same
     */
    Mailbox(Context context, Consumer<RuntimeException> faults) {
        this.context = context;
        this.faults = faults;
    }

    /** Whether nothing is left to be done. */
    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Leaves a task; called on any thread. */
    void leave(Runnable task) {
        tasks.add(task);
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(now -> empty());
        }
    }

    private void empty() {
        // What is left from here on wakes the loop again.
        woken.set(false);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException unexpected) {
                faults.accept(unexpected);
            }
        }
    }
}
