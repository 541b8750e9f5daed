package io.agentgate.stdio.link;

import io.agentgate.stdio.ChildProcess;
import io.agentgate.stdio.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where all children of this process are started and looked after: one for the process, and for as
 * long as it lives.
 *
 * <p>The parent-death signal follows the thread that started a child ({@link ChildProcess}), so one
 * thread starts them all and never ends. Each child is noted while it lives, as {@code wrap} notes
 * its own, so that the next process of the product ends what a killed one left.
 */
public final class Nursery {
    public static final int MOST_CHILDREN = 100;

    private final Semaphore places;
    private final Leftovers leftovers;
    private final String writer;
    private final Consumer<String> say;
    private final AtomicLong number = new AtomicLong();
    private final ScheduledThreadPoolExecutor starting = immortal("children-start");
    private final ScheduledThreadPoolExecutor caring = immortal("children-care");

    /**
     * @param mostChildren the most that live at the same time, of all servers
     * @param leftovers where they are noted
     * @param writer a name that no other process has
     * @param say takes lines for people
     */
    public Nursery(int mostChildren, Leftovers leftovers, String writer, Consumer<String> say) {
        this.places = new Semaphore(mostChildren);
        this.leftovers = leftovers;
        this.writer = writer;
        this.say = say;
    }

    private static ScheduledThreadPoolExecutor immortal(String name) {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1, work -> Thread.ofPlatform().name(name).daemon().unstarted(work));
        executor.prestartCoreThread();
        return executor;
    }

    /** Takes a place for one child, to be {@linkplain #leavePlace left} after its end. */
    boolean takePlace() {
        return places.tryAcquire();
    }

    void leavePlace() {
        places.release();
    }

    /** Has something done by the thread that starts children. */
    void start(Runnable work) {
        starting.execute(guarded(work));
    }

    /** Has something done by the thread that looks after children. */
    void care(Runnable work) {
        caring.execute(guarded(work));
    }

    /** The same, later. */
    void careIn(Duration delay, Runnable work) {
        Future<?> _ = caring.schedule(guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whatever a listener throws must not stop what looks after all the others. */
    Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | Error unexpected) {
                say.accept("internal error while looking after a server: " + unexpected);
            }
        };
    }

    /** Notes a child until it is {@linkplain #forget forgotten}. */
    Path note(ChildProcess child) throws IOException {
        return leftovers.remember(writer + "-" + number.incrementAndGet(), child);
    }

    void forget(Path note) {
        try {
            Leftovers.forget(note);
        } catch (IOException unwritable) {
            say.accept("cannot forget a server that ended: " + unwritable);
        }
    }

    /** Says something to people. */
    void say(String words) {
        say.accept(words);
    }
}
