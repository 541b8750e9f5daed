package io.agentgate.gateway.call;

import io.agentgate.protocol.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one side of a session that wait for an answer. Bounded; whoever removes an entry
 * owns it, so each is ended exactly once.
 */
public final class PendingRequests {
    /** Most requests one side may have waiting. */
    public static final int MAX_PENDING = 1024;

    private final Map<Id, Pending> waiting = new ConcurrentHashMap<>();

    /** Why a request was not taken in. */
    public enum Admission {
        ADMITTED,
        /** The id is in use: JSON-RPC ids must not be reused while pending. */
        DUPLICATE,
        FULL
    }

    /** Adds a request that is about to be forwarded. */
    public Admission add(Id id, Pending pending) {
        if (waiting.size() >= MAX_PENDING) {
            return Admission.FULL;
        }
        return waiting.putIfAbsent(id, pending) == null ? Admission.ADMITTED : Admission.DUPLICATE;
    }

    /** Whether a request with this id waits. */
    public boolean contains(Id id) {
        return waiting.containsKey(id);
    }

    /** Takes out the request with this id; null if there is none, or none any more. */
    public @Nullable Pending remove(Id id) {
        return waiting.remove(id);
    }

    /**
     * Notes a sign of life of the request that carries this progress token.
     *
     * @return that request, or null if there is none
     */
    public @Nullable Pending progress(Id token, long nanoTime) {
        for (Pending pending : waiting.values()) {
            if (pending.reports(token)) {
                pending.alive(nanoTime);
                return pending;
            }
        }
        return null;
    }

    /** Takes out all requests that showed no sign of life since {@code nanoTime}. */
    public List<Pending> removeSilentSince(long nanoTime) {
        List<Pending> silent = new ArrayList<>();
        for (Id id : List.copyOf(waiting.keySet())) {
            Pending pending = waiting.get(id);
            if (pending != null
                    && pending.lastAlive() - nanoTime < 0
                    && waiting.remove(id, pending)) {
                silent.add(pending);
            }
        }
        return silent;
    }

    /** Takes out all. */
    public List<Pending> removeAll() {
        List<Pending> all = new ArrayList<>();
        for (Id id : List.copyOf(waiting.keySet())) {
            Pending pending = waiting.remove(id);
            if (pending != null) {
                all.add(pending);
            }
        }
        return all;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }
}
