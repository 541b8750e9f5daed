package io.agentgate.embedded.memory;

import io.agentgate.gateway.session.SessionDirectory;
import io.agentgate.gateway.session.SessionDirectoryException;
import io.agentgate.gateway.session.SharedSession;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The sessions of one process, which end with it. */
public final class LocalSessionDirectory implements SessionDirectory {
    private static final int DEFAULT_MAX_SESSIONS = 100_000;

    private final int maxSessions;
    private final LongSupplier nanoTime;

    /** The one that was used longest ago comes first. */
    private final Map<String, Entry> sessions = new LinkedHashMap<>();

    /** A session as it was when it was last used. */
    private record Entry(SharedSession state, long usedAt) {}

    public LocalSessionDirectory() {
        this(DEFAULT_MAX_SESSIONS, System::nanoTime);
    }

    /**
     * @param maxSessions most sessions at once; one more is not begun
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public LocalSessionDirectory(int maxSessions, LongSupplier nanoTime) {
        this.maxSessions = maxSessions;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized CompletionStage<Void> begin(String session, SharedSession state) {
        forgetIdle();
        if (sessions.size() >= maxSessions) {
            return CompletableFuture.failedFuture(
                    new SessionDirectoryException(
                            "there are " + maxSessions + " sessions already"));
        }
        sessions.put(session, new Entry(state, nanoTime.getAsLong()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<@Nullable SharedSession> find(String session) {
        forgetIdle();
        Entry entry = sessions.get(session);
        return CompletableFuture.completedFuture(entry == null ? null : entry.state());
    }

    @Override
    public synchronized void used(String session) {
        forgetIdle();
        Entry entry = sessions.remove(session);
        if (entry != null) {
            sessions.put(session, new Entry(entry.state(), nanoTime.getAsLong()));
        }
    }

    @Override
    public synchronized CompletionStage<Void> end(String session) {
        sessions.remove(session);
        return CompletableFuture.completedFuture(null);
    }

    /** Nobody else ends a session of this process. */
    @Override
    public void onEnd(Consumer<String> listener) {}

    @Override
    public void close() {}

    private void forgetIdle() {
        long now = nanoTime.getAsLong();
        Iterator<Entry> usedLongestAgo = sessions.values().iterator();
        while (usedLongestAgo.hasNext()
                && now - usedLongestAgo.next().usedAt() >= IDLE_LIFE.toNanos()) {
            usedLongestAgo.remove();
        }
    }
}
