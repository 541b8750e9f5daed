package io.agentgate.transports.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Whether one of several endpoints of a server takes what is new, by what requests to it came to.
 *
 * <pre>
 *   in ──{@value #MOST_FAILURES} failures in a row (said)──▶ out for a while ──▶ in (said)
 *                                          out ──an answer, or a connection where there was none──▶ in
 * </pre>
 *
 * <p>Each time it goes out it stays so for twice as long, to a limit, unless it answered in
 * between.
 */
final class Health implements Contact {
    /** No connection, one that breaks before it answers, or a gateway's error, in a row. */
    static final int MOST_FAILURES = 5;

    static final Duration FIRST_REST = Duration.ofSeconds(30);
    static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private final String endpoint;
    private final long tryNanos;
    private final Consumer<String> news;
    private final LongSupplier nanoTime;
    private final AtomicInteger inProgress = new AtomicInteger();
    private volatile boolean out;
    private volatile int failures;
    private Duration rest = FIRST_REST;
    private boolean unreached;
    private long until;
    private long lastTry;

    /**
     * @param endpoint what people call it
     * @param tries how long to wait before it is tried whether it can be reached again
     * @param news takes a line for people; called on event loops
     */
    Health(String endpoint, Duration tries, Consumer<String> news, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.tryNanos = tries.toNanos();
        this.news = news;
        this.nanoTime = nanoTime;
    }

    boolean isOut() {
        return out;
    }

    /** How many exchanges are in progress. */
    int inProgress() {
        return inProgress.get();
    }

    @Override
    public void began() {
        inProgress.incrementAndGet();
    }

    @Override
    public void ended() {
        inProgress.decrementAndGet();
    }

    @Override
    public void reached() {
        if (out) {
            backIfUnreached();
        }
    }

    private synchronized void backIfUnreached() {
        if (unreached) {
            back();
        }
    }

    @Override
    public void missed(Throwable why) {
        failed(true, Reachability.words(why));
    }

    @Override
    public void answered(int status) {
        if (status >= 502 && status <= 504) {
            failed(false, "HTTP " + status);
        } else if (failures != 0) {
            well();
        }
    }

    @Override
    public void broken() {
        failed(false, "the connection broke before an answer");
    }

    private synchronized void well() {
        rest = FIRST_REST;
        back();
    }

    private synchronized void failed(boolean noConnection, String why) {
        failures = Math.min(failures + 1, MOST_FAILURES);
        if (out || failures < MOST_FAILURES) {
            return;
        }
        unreached = noConnection;
        lastTry = nanoTime.getAsLong();
        until = lastTry + rest.toNanos();
        out = true;
        news.accept(endpoint + " takes nothing new for " + rest.toSeconds() + " s: " + why);
        Duration twice = rest.multipliedBy(2);
        rest = twice.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : twice;
    }

    private void back() {
        failures = 0;
        if (out) {
            out = false;
            news.accept(endpoint + " is back");
        }
    }

    @Override
    public boolean look() {
        return out && isDue();
    }

    /** Said to one loop only. */
    private synchronized boolean isDue() {
        long now = nanoTime.getAsLong();
        if (out && now - until >= 0) {
            back();
        }
        if (!out || !unreached || now - lastTry < tryNanos) {
            return false;
        }
        lastTry = now;
        return true;
    }
}
