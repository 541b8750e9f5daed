package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The calls that end from now on, told to all who listen, a frame each. */
final class LiveFeed {
    private static final int MAX_LISTENERS = 32;
    private static final int MOST_AT_ONCE = 500;
    private static final long LOOK_MILLIS = 250;
    private static final long PING_MILLIS = 30_000;
    private static final short TRY_AGAIN_LATER = 1013;

    private final Vertx vertx;
    private final AuditLog log;
    private final Set<ServerWebSocket> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();

    /** The last change that was told; of whoever looks. */
    private volatile long mark;

    LiveFeed(Vertx vertx, AuditLog log) {
        this.vertx = vertx;
        this.log = log;
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Tells a listener of calls until it leaves. */
    void join(ServerWebSocket listener) {
        if (listeners.size() >= MAX_LISTENERS) {
            listener.close(TRY_AGAIN_LATER, "too many listen");
            return;
        }
        listeners.add(listener);
        long pings = vertx.setPeriodic(PING_MILLIS, timer -> listener.writePing(Buffer.buffer()));
        listener.closeHandler(
                left -> {
                    listeners.remove(listener);
                    vertx.cancelTimer(pings);
                });
        if (looking.compareAndSet(false, true)) {
            vertx.executeBlocking(this::newest, false)
                    .onComplete(
                            found -> {
                                mark = found.succeeded() ? found.result() : 0;
                                lookSoon();
                            });
        }
    }

    private long newest() throws AuditLogException {
        long newest = 0;
        for (CallRecord call : log.calls(CallQuery.newest(MOST_AT_ONCE))) {
            newest = Math.max(newest, call.mark());
        }
        return newest;
    }

    private void lookSoon() {
        vertx.setTimer(LOOK_MILLIS, timer -> look());
    }

    private void look() {
        if (listeners.isEmpty()) {
            looking.set(false);
            return;
        }
        vertx.executeBlocking(this::changed, false)
                .onComplete(
                        found -> {
                            if (found.succeeded()) {
                                found.result().forEach(this::tell);
                            }
                            lookSoon();
                        });
    }

    private List<CallRecord> changed() throws AuditLogException {
        return log.calls(CallQuery.newest(MOST_AT_ONCE).after(mark));
    }

    private void tell(CallRecord call) {
        mark = Math.max(mark, call.mark());
        if (call.outcome() == null && !call.decision().basis().decision().isFinal()) {
            return;
        }
        String frame = CallJson.of(call);
        for (ServerWebSocket listener : listeners) {
            if (listener.writeQueueFull()) {
                listener.close(TRY_AGAIN_LATER, "too slow");
            } else {
                listener.writeTextMessage(frame);
            }
        }
    }
}
