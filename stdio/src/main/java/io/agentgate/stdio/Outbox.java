package io.agentgate.stdio;

import io.agentgate.gateway.link.ServerLink.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for a child to read them, bounded by number and by bytes; one message is
 * taken whatever its length. Thread safe.
 *
 * <pre>
 *   open ──close──▶ closed: takes no more, gives what it has
 *    └──abandon──▶ abandoned: has nothing, takes nothing
 * </pre>
 */
public final class Outbox {
    static final int MAX_MESSAGES = 1_024;
    static final long MAX_BYTES = 8 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /** What became of a message. */
    public enum Taken {
        YES,
        FULL,
        CLOSED
    }

    /** Leaves a message; never waits. */
    public Taken offer(Outgoing message) {
        lock.lock();
        try {
            if (closed) {
                return Taken.CLOSED;
            }
            long length = message.frame().length();
            boolean full = waiting.size() >= MAX_MESSAGES || bytes + length > MAX_BYTES;
            if (full && !waiting.isEmpty()) {
                return Taken.FULL;
            }
            waiting.add(message);
            bytes += length;
            changed.signal();
            return Taken.YES;
        } finally {
            lock.unlock();
        }
    }

    /** The next message, waited for; null once it is closed and empty. */
    public @Nullable Outgoing take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            Outgoing next = waiting.poll();
            if (next != null) {
                bytes -= next.frame().length();
            }
            if (waiting.isEmpty()) {
                emptied.signalAll();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no message waits any more, or none is taken; never to be called by whoever reads
     * what the child writes.
     */
    public void awaitEmpty() {
        lock.lock();
        try {
            while (!waiting.isEmpty() && !closed) {
                emptied.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more messages. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more messages, and gives back those that nobody will read. */
    public List<Outgoing> abandon() {
        lock.lock();
        try {
            close();
            List<Outgoing> left = new ArrayList<>(waiting);
            waiting.clear();
            bytes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }
}
