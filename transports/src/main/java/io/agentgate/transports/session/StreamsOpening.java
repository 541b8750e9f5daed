package io.agentgate.transports.session;

import java.util.ArrayList;
import java.util.List;

/**
 * The streams of a session that are on their way to its server. What is sent meanwhile is kept
 * behind them: a server says on such a stream what belongs to requests, and finds none if a request
 * on a connection that was there overtakes it. Thread safe; holds no more than the requests that
 * the session may have in progress.
 */
public final class StreamsOpening {
    private final List<Runnable> kept = new ArrayList<>(2);
    private volatile int opening;

    /** One sets out. */
    public synchronized void begin() {
        opening++;
    }

    /** One was sent, or never will be. */
    public void settled() {
        List<Runnable> free = List.of();
        synchronized (this) {
            opening--;
            if (opening == 0 && !kept.isEmpty()) {
                free = List.copyOf(kept);
                kept.clear();
            }
        }
        free.forEach(Runnable::run);
    }

    /**
     * Keeps something until all are settled.
     *
     * @param send run then, in the order in which it was kept, on whichever thread settles
     * @return false if none is on its way, so that it need not wait
     */
    public boolean keep(Runnable send) {
        if (opening == 0) {
            return false;
        }
        synchronized (this) {
            return opening > 0 && kept.add(send);
        }
    }
}
