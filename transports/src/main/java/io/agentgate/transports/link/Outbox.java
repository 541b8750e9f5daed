package io.agentgate.transports.link;

import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Id;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages on their way to a server, of which those behind a hold wait; bounded by number and
 * by bytes, but one message is taken whatever its length. Used on the loop of its link.
 *
 * <pre>
 *   open ──hold──▶ held: keeps what comes ──release──▶ open: passes on what it kept, in order
 * </pre>
 */
final class Outbox {
    static final int MAX_MESSAGES = 1_024;
    static final long MAX_BYTES = 8 << 20;

    private final Consumer<Outgoing> way;
    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    private long bytes;
    private @Nullable Object holder;
    private boolean passing;

    /**
     * @param way takes one message after the other, and may hold the next
     */
    Outbox(Consumer<Outgoing> way) {
        this.way = way;
    }

    /**
     * Passes a message on, or keeps it.
     *
     * @return false if there was no room for it
     */
    boolean take(Outgoing message) {
        int length = message.frame().length();
        boolean full = waiting.size() >= MAX_MESSAGES || bytes + length > MAX_BYTES;
        if (full && !waiting.isEmpty()) {
            return false;
        }
        waiting.add(message);
        bytes += length;
        pass();
        return true;
    }

    /** Keeps what comes until this one releases it. */
    void hold(Object by) {
        holder = by;
    }

    /** Passes on what was kept; does nothing for one that does not hold it. */
    void release(Object by) {
        if (by.equals(holder)) {
            holder = null;
            pass();
        }
    }

    private void pass() {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (holder == null && !waiting.isEmpty()) {
                Outgoing next = waiting.remove();
                bytes -= next.frame().length();
                way.accept(next);
            }
        } finally {
            passing = false;
        }
    }

    /** Takes a request back; false if it does not wait here. */
    boolean withdraw(Id request) {
        for (Outgoing each : waiting) {
            if (each.awaits() != null && request.equals(each.awaits())) {
                bytes -= each.frame().length();
                return waiting.remove(each);
            }
        }
        return false;
    }

    /** Gives back all that waits. */
    List<Outgoing> clear() {
        List<Outgoing> left = new ArrayList<>(waiting);
        waiting.clear();
        bytes = 0;
        return left;
    }
}
