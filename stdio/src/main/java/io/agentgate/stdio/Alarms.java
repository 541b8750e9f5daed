package io.agentgate.stdio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** What is to be done in a while, by a thread that looks now and then. Few; thread safe. */
final class Alarms implements Handshakes.Later {
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Alarm> set = new ArrayList<>();

    private record Alarm(long at, Runnable then) {}

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    Alarms(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void after(Duration pause, Runnable then) {
        lock.lock();
        try {
            set.add(new Alarm(nanoTime.getAsLong() + pause.toNanos(), then));
        } finally {
            lock.unlock();
        }
    }

    /** Does what is due. */
    void ring() {
        due().forEach(Runnable::run);
    }

    private List<Runnable> due() {
        List<Runnable> due = new ArrayList<>();
        lock.lock();
        try {
            for (Iterator<Alarm> each = set.iterator(); each.hasNext(); ) {
                Alarm alarm = each.next();
                if (alarm.at() - nanoTime.getAsLong() <= 0) {
                    due.add(alarm.then());
                    each.remove();
                }
            }
        } finally {
            lock.unlock();
        }
        return due;
    }
}
