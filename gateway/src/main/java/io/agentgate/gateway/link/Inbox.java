package io.agentgate.gateway.link;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.protocol.Id;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one session of a shared link is still to be told: one thing at a time, by whoever works, and
 * nothing while it is paused. Thread safe; waits for nobody.
 *
 * <p>A session that does not read must not hold up the others, nor fill the memory. Over the bound
 * a notification is dropped, and an answer is replaced by word of its loss.
 */
final class Inbox {
    static final int MAX_MESSAGES = 1_024;

    /** One message of the longest is always taken. */
    static final long MAX_BYTES = Session.MAX_SERVER_MESSAGE_BYTES;

    private final LinkListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Event> waiting = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private boolean busy;
    private boolean paused;
    private boolean over;
    private boolean silent;

    Inbox(LinkListener listener) {
        this.listener = listener;
    }

    /** One thing to tell. */
    private record Event(Runnable telling, int bytes, boolean isMessage) {}

    /** A message that no request waits for. */
    void tell(byte[] message, @Nullable Id within) {
        take(new Event(() -> listener.received(message, within), message.length, true));
    }

    /** The answer to a request. */
    void answer(Id request, byte[] message, @Nullable Id within) {
        Event event = new Event(() -> listener.received(message, within), message.length, true);
        if (!take(event)) {
            lose(request, Loss.BROKEN, "the client does not read: the answer was dropped");
        }
    }

    /** The answer to a request, of which the two ends are known only. */
    void oversized(byte[] head, byte[] tail) {
        add(new Event(() -> listener.oversized(head, tail), 0, false));
    }

    /** Told even behind the end, of what was sent since. */
    void lose(Id request, Loss loss, String reason) {
        add(new Event(() -> listener.lost(request, loss, reason), 0, false));
    }

    /** The end; messages that come later are not told. */
    void end(String reason) {
        lock.lock();
        try {
            if (!over) {
                add(new Event(() -> listener.ended(reason), 0, false));
                over = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean take(Event event) {
        lock.lock();
        try {
            boolean full = messages >= MAX_MESSAGES || bytes + event.bytes > MAX_BYTES;
            if (over || silent) {
                return true;
            }
            if (full && messages > 0) {
                return false;
            }
            messages++;
            bytes += event.bytes;
            waiting.add(event);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void add(Event event) {
        lock.lock();
        try {
            if (!silent) {
                waiting.add(event);
            }
        } finally {
            lock.unlock();
        }
    }

    void pause() {
        set(true);
    }

    void resume() {
        set(false);
    }

    private void set(boolean value) {
        lock.lock();
        try {
            paused = value;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is told; what is being told just now is told to its end. */
    void silence() {
        lock.lock();
        try {
            silent = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Tells what waits, unless another does; to be called without a lock. */
    void work() {
        for (Event next = begin(); next != null; next = begin()) {
            try {
                next.telling.run();
            } catch (RuntimeException | Error unexpected) {
                // The other sessions are not to suffer, and this one is not to go on unjudged.
                fail();
            } finally {
                finish();
            }
        }
    }

    private void fail() {
        lock.lock();
        try {
            waiting.clear();
            silent = over;
            end("internal error");
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Event begin() {
        lock.lock();
        try {
            Event next = busy || paused || silent ? null : waiting.poll();
            if (next != null) {
                busy = true;
                messages -= next.isMessage ? 1 : 0;
                bytes -= next.bytes;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        lock.lock();
        try {
            busy = false;
        } finally {
            lock.unlock();
        }
    }
}
