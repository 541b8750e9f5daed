package io.agentgate.stdio.link;

import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.link.LinkException;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.gateway.link.Links;
import io.agentgate.gateway.link.ServerLink;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A server that is started as a child process, once for each session. Thread safe.
 *
 * <p>A link is refused while too many children live, of this server or of all, and for a while
 * after the server failed: see {@link ChildTimings}. A child that ends is not started again; the
 * session opens another link.
 */
public final class ChildLinks implements Links, AutoCloseable {
    /** When asking again may help, if too many children live. */
    private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(5);

    private final ChildSettings settings;
    private final Nursery nursery;
    private final LongSupplier nanoTime;
    private final ErrorLines errors;
    private final AtomicLong dropped = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private final Set<ChildLink> live = new HashSet<>();
    private final Backoff backoff;
    private long started;
    private boolean closed;

    /**
     * A server of which no child is started yet.
     *
     * @param nursery the one of this process
     * @param nanoTime the clock of pauses, in nanoseconds; never jumps
     * @param random the chance in pauses
     * @param say takes lines for people: what the server writes to standard error, and more; may be
     *     called on many threads, and a server waits while it waits
     */
    public ChildLinks(
            ChildSettings settings,
            Nursery nursery,
            LongSupplier nanoTime,
            RandomGenerator random,
            Consumer<String> say) {
        this.settings = settings;
        this.nursery = nursery;
        this.nanoTime = nanoTime;
        this.errors = new ErrorLines(settings.server(), nanoTime, say);
        this.backoff = new Backoff(settings.timings(), nanoTime, random);
    }

    /**
     * Opens a link to a child of its own, which is started soon after.
     *
     * @throws LinkException if too many children live, the server failed a moment ago, or it was
     *     {@linkplain #close closed}
     */
    @Override
    public ServerLink open(SessionIdentity session, LinkListener listener) throws LinkException {
        ChildLink link;
        lock.lock();
        try {
            checkOpen();
            link = new ChildLink(this, listener);
            live.add(link);
        } finally {
            lock.unlock();
        }
        nursery.start(link::begin);
        return link;
    }

    /** Throws, or has taken a place. */
    private void checkOpen() throws LinkException {
        if (closed) {
            throw new LinkException("the server is not offered any more", null);
        }
        Duration left = backoff.left();
        if (left != null) {
            throw new LinkException(
                    "the server failed: "
                            + backoff.lastFailure()
                            + "; try again in "
                            + Math.max(1, left.toSeconds())
                            + " s",
                    left);
        }
        if (live.size() >= settings.mostChildren()) {
            throw LinkException.crowded(
                    "the server has too many sessions (" + settings.mostChildren() + ")",
                    RETRY_WHEN_FULL);
        }
        if (!nursery.takePlace()) {
            throw LinkException.crowded("too many servers run", RETRY_WHEN_FULL);
        }
    }

    /** What people may want to know of it. */
    public ChildrenState state() {
        lock.lock();
        try {
            return new ChildrenState(
                    settings.server(),
                    live.size(),
                    started,
                    dropped.get(),
                    backoff.failures(),
                    backoff.lastFailure(),
                    backoff.left());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends all children at the same time, and waits for their end: no longer than the timings say
     * that ending one may take, and a moment. Links that were not closed hear {@code ended}.
     */
    @Override
    public void close() {
        List<ChildLink> all;
        lock.lock();
        try {
            closed = true;
            all = List.copyOf(live);
        } finally {
            lock.unlock();
        }
        all.forEach(ChildLink::withdraw);
        if (!awaitNone(settings.timings().longestEnd())) {
            nursery.say("`" + settings.server() + "` does not end: " + state().live() + " run");
        }
    }

    private boolean awaitNone(Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!live.isEmpty() && left > 0) {
                left = fewer.awaitNanos(left);
            }
            return live.isEmpty();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    ChildSettings settings() {
        return settings;
    }

    Nursery nursery() {
        return nursery;
    }

    ErrorLines errors() {
        return errors;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    void countStarted() {
        lock.lock();
        try {
            started++;
        } finally {
            lock.unlock();
        }
    }

    void countDropped() {
        dropped.incrementAndGet();
    }

    /**
     * A child has ended with its whole tree, or was never started.
     *
     * @param failure how the server ended by itself; null if it was given up
     * @param startedAt when its start began; null if it never did
     */
    void gone(ChildLink link, @Nullable Long startedAt, @Nullable String failure) {
        lock.lock();
        try {
            if (!live.remove(link)) {
                return;
            }
            if (startedAt != null && failure != null) {
                backoff.ended(startedAt, failure);
            } else if (startedAt != null) {
                backoff.givenUp(startedAt);
            }
            nursery.leavePlace();
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
