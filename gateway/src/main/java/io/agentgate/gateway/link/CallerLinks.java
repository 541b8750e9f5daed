package io.agentgate.gateway.link;

import io.agentgate.gateway.call.SessionIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One server of which each caller has a link of its own, for requests of the stateless era: they
 * belong to no session, and what serves one caller is never shared with another. Thread safe.
 *
 * <p>A link that nobody has used for five minutes is closed.
 */
public final class CallerLinks implements Links, AutoCloseable {
    /** Most callers with a link at the same time. */
    static final int MAX_CALLERS = 1_000;

    /** How long a link may be unused. */
    static final Duration UNUSED = Duration.ofMinutes(5);

    private final Links server;
    private final LongSupplier nanoTime;
    private final Map<String, Used> byCaller = new HashMap<>();
    private boolean closed;

    private static final class Used {
        private final SharedLinks links;
        private long last;

        Used(SharedLinks links) {
            this.links = links;
        }
    }

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public CallerLinks(Links server, LongSupplier nanoTime) {
        this.server = server;
        this.nanoTime = nanoTime;
    }

    /**
     * Opens a way to the server for one request.
     *
     * @param session says whose request it is
     * @throws LinkException if there can be none now, or too many callers have one
     */
    @Override
    public ServerLink open(SessionIdentity session, LinkListener listener) throws LinkException {
        return of(session.caller()).open(session, listener);
    }

    private synchronized SharedLinks of(String caller) throws LinkException {
        if (closed) {
            throw new LinkException("the server is not offered any more", null);
        }
        Used known = byCaller.get(caller);
        if (known == null) {
            if (byCaller.size() >= MAX_CALLERS) {
                throw new LinkException(
                        "the server has too many callers (" + MAX_CALLERS + ")", null);
            }
            known = new Used(new SharedLinks(server, SharedLinks.Users.REQUESTS));
            byCaller.put(caller, known);
        }
        known.last = nanoTime.getAsLong();
        return known.links;
    }

    /** Closes what nobody has used for long; to be called now and then. */
    public void sweep() {
        unused().forEach(SharedLinks::close);
    }

    private synchronized List<SharedLinks> unused() {
        long now = nanoTime.getAsLong();
        List<SharedLinks> unused = new ArrayList<>();
        for (Iterator<Used> all = byCaller.values().iterator(); all.hasNext(); ) {
            Used each = all.next();
            if (!each.links.isUnused()) {
                each.last = now;
            } else if (now - each.last >= UNUSED.toNanos()) {
                all.remove();
                unused.add(each.links);
            }
        }
        return unused;
    }

    /** Closes all links; no other is opened. */
    @Override
    public void close() {
        List<SharedLinks> all;
        synchronized (this) {
            closed = true;
            all = byCaller.values().stream().map(each -> each.links).toList();
            byCaller.clear();
        }
        all.forEach(SharedLinks::close);
    }
}
