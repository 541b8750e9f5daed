package io.agentgate.stdio;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.protocol.Id;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a link tells, until the client was told. Thread safe.
 *
 * <p>Whoever makes the link tell something may hold what others wait for, so telling never waits.
 * It is bounded by those who {@link #await} behind that, before they take another message from
 * their peer.
 */
final class Hearing implements LinkListener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Condition taken = lock.newCondition();
    private final Queue<Told> waiting = new ArrayDeque<>();

    /** How many were heard ever, and how many of those the client was told. */
    private long heard;

    private long done;
    private boolean over;

    @Override
    public void received(byte[] message, @Nullable Id within) {
        add(new Told.Message(message));
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        add(new Told.Oversized(head, tail));
    }

    @Override
    public void lost(Id request, Loss loss, String reason) {
        add(new Told.Lost(request, loss, reason));
    }

    @Override
    public void ended(String reason) {
        add(new Told.Ended(reason));
    }

    private void add(Told next) {
        lock.lock();
        try {
            if (!over) {
                waiting.add(next);
                heard++;
                added.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next thing, waited for; whoever takes it says when it is {@link #done}. */
    Told take() {
        lock.lock();
        try {
            Told next = waiting.poll();
            while (next == null) {
                added.awaitUninterruptibly();
                next = waiting.poll();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** The client was told what was taken last. */
    void done() {
        lock.lock();
        try {
            done++;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the client was told what has been heard so far.
     *
     * @param butFor how many of that may still be left
     * @return false if nobody tells the client anything any more
     */
    boolean await(int butFor) {
        lock.lock();
        try {
            long enough = heard - butFor;
            while (done < enough && !over) {
                taken.awaitUninterruptibly();
            }
            return !over;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody tells the client anything any more. */
    void close() {
        lock.lock();
        try {
            over = true;
            waiting.clear();
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
