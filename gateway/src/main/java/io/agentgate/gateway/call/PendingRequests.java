package io.agentgate.gateway.call;

import io.agentgate.protocol.Id;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Ids given up before their answer came: a late answer must not be taken for another's. */
    private final Set<Id> abandoned = Collections.newSetFromMap(new Bounded());

    /** Saves the lock of a set that nearly always is empty. */
    private volatile boolean someAbandoned;

    /** Why a request was not taken in. */
    public enum Admission {
        ADMITTED,
        /** The id is in use (MCP, basic: an id is used once in a session). */
        DUPLICATE,
        FULL
    }

    /** Takes a request in, so that its id is in use. */
    public Admission add(Id id, Pending pending) {
        Admission admission = admission(id);
        if (admission != Admission.ADMITTED) {
            return admission;
        }
        return waiting.putIfAbsent(id, pending) == null ? Admission.ADMITTED : Admission.DUPLICATE;
    }

    private boolean isAbandoned(Id id) {
        if (!someAbandoned) {
            return false;
        }
        synchronized (abandoned) {
            return abandoned.contains(id);
        }
    }

    private Admission admission(Id id) {
        if (waiting.containsKey(id) || isAbandoned(id)) {
            return Admission.DUPLICATE;
        }
        return waiting.size() >= MAX_PENDING ? Admission.FULL : Admission.ADMITTED;
    }

    /** Whether a request with this id waits. */
    public boolean contains(Id id) {
        return waiting.containsKey(id);
    }

    /** The request that waits under this id; null if there is none. */
    public @Nullable Pending get(Id id) {
        return waiting.get(id);
    }

    /** Whether a request with this id waits, and is one of this method. */
    public boolean isOf(Id id, String method) {
        Pending pending = waiting.get(id);
        return pending != null && pending.method().equals(method);
    }

    /** Whether a request with this id waits until there is nothing more to hear. */
    public boolean isStanding(Id id) {
        return isOf(id, "subscriptions/listen");
    }

    /** Whether this request still waits. */
    public boolean contains(Pending pending) {
        return pending.equals(waiting.get(pending.id()));
    }

    /** Takes out the request that is answered; null if none was sent, or it has ended. */
    public @Nullable Pending remove(Id id) {
        Pending pending = waiting.get(id);
        if (pending == null) {
            forget(id);
            return null;
        }
        return pending.isSent() && waiting.remove(id, pending) ? pending : null;
    }

    private void forget(Id id) {
        if (someAbandoned) {
            synchronized (abandoned) {
                abandoned.remove(id);
                someAbandoned = !abandoned.isEmpty();
            }
        }
    }

    /** Takes out a request that will not be sent; false if somebody else did. */
    public boolean withdraw(Pending pending) {
        return waiting.remove(pending.id(), pending);
    }

    /** Takes out a request before its answer came; its id is not free until that answer did. */
    public @Nullable Pending abandon(Id id) {
        Pending pending = waiting.remove(id);
        if (pending != null) {
            remember(id);
        }
        return pending;
    }

    private void remember(Id id) {
        synchronized (abandoned) {
            abandoned.add(id);
            someAbandoned = true;
        }
    }

    /** Whether one of the waiting requests is a governed call. */
    public boolean holdsCalls() {
        for (Pending pending : waiting.values()) {
            if (pending.call() != null) {
                return true;
            }
        }
        return false;
    }

    /** How many of the waiting requests are governed calls. */
    public int calls() {
        int calls = 0;
        for (Pending pending : waiting.values()) {
            calls += pending.call() == null ? 0 : 1;
        }
        return calls;
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

    /**
     * Takes out all requests that are waited for too long.
     *
     * @param late by how many nanoseconds, at least
     */
    public List<Pending> removeOverdue(long nanoTime, long late) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Pending> overdue = new ArrayList<>();
        for (Pending pending : waiting.values()) {
            if (pending.overdue(nanoTime) > late) {
                overdue.add(pending);
            }
        }
        overdue.removeIf(pending -> !waiting.remove(pending.id(), pending));
        overdue.forEach(pending -> remember(pending.id()));
        return overdue;
    }

    /** Takes out this request if it is waited for too long; null if it is not. */
    public @Nullable Pending removeOverdue(Id id, long nanoTime) {
        Pending pending = waiting.get(id);
        if (pending == null || pending.overdue(nanoTime) <= 0 || !waiting.remove(id, pending)) {
            return null;
        }
        remember(id);
        return pending;
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

    /** A map that forgets its oldest entries. */
    private static final class Bounded extends LinkedHashMap<Id, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Boolean> eldest) {
            return size() > MAX_PENDING;
        }
    }
}
