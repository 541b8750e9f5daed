package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.protocol.JsonWriter;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One who listens to the live feed. What does not fit into its socket's queue, which is bounded, is
 * left out and counted; the count is told before the next call. Everything but the fields of the
 * wish is used by one thread at a time.
 */
final class LiveListener {
    /**
     * What a listener wants to hear.
     *
     * @param events whether frames are events that say what they are; otherwise each is a call
     * @param filters all of which must hold
     * @param backlog how many calls that were before it wants to begin with
     * @param after the last change it has heard of, if it comes again; 0 if it does not
     */
    record Wish(boolean events, List<CallFilter> filters, int backlog, long after) {
        /** Whether a call is one of those. */
        boolean wants(CallRecord call) {
            return filters.stream().allMatch(filter -> filter.holds(call));
        }
    }

    private static final short TRY_AGAIN_LATER = 1013;

    private final ServerWebSocket socket;
    private final Wish wish;

    /** Calls of the backlog that the feed will come to, too. */
    private final Set<Long> ahead = new HashSet<>();

    private long skipped;
    private volatile boolean troubled;

    LiveListener(ServerWebSocket socket, Wish wish) {
        this.socket = socket;
        this.wish = wish;
    }

    Wish wish() {
        return wish;
    }

    ServerWebSocket socket() {
        return socket;
    }

    /**
     * Tells what was before.
     *
     * @param calls oldest first
     * @param now the last change that the feed has told
     * @param older how many there were before these, at least
     */
    void begin(Collection<CallRecord> calls, long now, long older) {
        skip(older);
        for (CallRecord call : calls) {
            if (call.mark() > now) {
                ahead.add(call.mark());
            }
            say(call);
        }
        if (wish.events()) {
            troubled = false;
            ready(now);
        }
    }

    private void ready(long now) {
        JsonWriter json = new JsonWriter().beginObject().name("event").value("ready");
        send(json.name("mark").value(now).endObject());
    }

    /** Says, once, that nothing is heard of calls, and why. */
    void trouble(Throwable why) {
        if (wish.events() && !troubled) {
            troubled = true;
            JsonWriter json = new JsonWriter().beginObject().name("event").value("trouble");
            String words =
                    why instanceof AuditLogException
                            ? String.valueOf(why.getMessage())
                            : "a fault of the dashboard";
            send(json.name("why").value(words).endObject());
        }
    }

    /** Says that calls are heard of again, if they were not. */
    void well(long now) {
        if (troubled) {
            troubled = false;
            ready(now);
        }
    }

    /** Tells of a call that has ended. */
    void tell(CallRecord call) {
        if (!ahead.remove(call.mark())) {
            say(call);
        }
    }

    private void say(CallRecord call) {
        if (!wish.wants(call)) {
            return;
        }
        if (!wish.events()) {
            sayPlainly(call);
            return;
        }
        if (socket.writeQueueFull()) {
            skip(1);
            return;
        }
        if (skipped > 0) {
            JsonWriter json = new JsonWriter().beginObject().name("event").value("skipped");
            send(json.name("count").value(skipped).endObject());
            skipped = 0;
        }
        JsonWriter json = new JsonWriter().beginObject().name("event").value("call");
        json.name("mark").value(call.mark());
        send(
                json.name("call")
                        .raw(CallJson.brief(call).getBytes(StandardCharsets.UTF_8))
                        .endObject());
    }

    private void skip(long count) {
        skipped += count;
    }

    private void sayPlainly(CallRecord call) {
        if (socket.writeQueueFull()) {
            socket.close(TRY_AGAIN_LATER, "too slow");
        } else {
            socket.writeTextMessage(CallJson.of(call));
        }
    }

    private void send(JsonWriter json) {
        socket.writeTextMessage(new String(json.toBytes(), StandardCharsets.UTF_8));
    }
}
