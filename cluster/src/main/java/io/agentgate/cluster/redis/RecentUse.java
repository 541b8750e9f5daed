package io.agentgate.cluster.redis;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The sessions that were used of late, and which of those uses are still to be told. A session's
 * first use in a minute is told within a second, the others not at all. Thread safe and bounded.
 */
final class RecentUse {
    /** How long one telling is good for. */
    static final Duration PERIOD = Duration.ofMinutes(1);

    /** How often it is told. */
    static final Duration TELLING = Duration.ofSeconds(1);

    /** More sessions than a process serves. */
    private static final int MAX_SESSIONS = 100_000;

    /** What is told at once must not keep others waiting. */
    private static final int MAX_BATCH = 1_000;

    private final Function<String, Future<?>> teller;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> untold = ConcurrentHashMap.newKeySet();
    private long turns;

    /**
     * @param teller prolongs a session's life; a use that it fails to tell is told again
     */
    RecentUse(Function<String, Future<?>> teller) {
        this.teller = teller;
    }

    void add(String session) {
        // One look in almost every case; past the bound a use is not told, which the next minute
        // may.
        if (!known.contains(session) && known.size() < MAX_SESSIONS && known.add(session)) {
            untold.add(session);
        }
    }

    void forget(String session) {
        untold.remove(session);
    }

    /** Tells some of what is to be told; to be called every {@link #TELLING}. */
    synchronized void tell() {
        Iterator<String> uses = untold.iterator();
        for (int i = 0; i < MAX_BATCH && uses.hasNext(); i++) {
            String session = uses.next();
            uses.remove();
            teller.apply(session).onFailure(later -> retry(session));
        }
        turns++;
        if (turns * TELLING.toNanos() >= PERIOD.toNanos()) {
            turns = 0;
            known.clear();
        }
    }

    private void retry(String session) {
        if (untold.size() < MAX_SESSIONS) {
            untold.add(session);
        }
    }
}
