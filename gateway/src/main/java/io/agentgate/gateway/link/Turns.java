package io.agentgate.gateway.link;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Things that are done one at a time, in the order in which they were left, by whoever works; who
 * finds another at work leaves the rest to it. Thread safe, and waits for nobody.
 */
public final class Turns {
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Runnable> left = new ArrayDeque<>();
    private boolean busy;

    /** Leaves something to be done; to be followed by {@link #work}, without a lock. */
    public void leave(Runnable work) {
        lock.lock();
        try {
            left.add(work);
        } finally {
            lock.unlock();
        }
    }

    /** Does what was left, unless another does. */
    public void work() {
        for (Runnable next = begin(); next != null; next = begin()) {
            try {
                next.run();
            } finally {
                end();
            }
        }
    }

    private @Nullable Runnable begin() {
        lock.lock();
        try {
            Runnable next = busy ? null : left.poll();
            busy |= next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            busy = false;
        } finally {
            lock.unlock();
        }
    }
}
