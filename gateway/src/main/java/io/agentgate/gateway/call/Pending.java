package io.agentgate.gateway.call;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Request;
import org.jspecify.annotations.Nullable;

/** A request that waits for its answer. */
public final class Pending {
    private final Id id;
    private final String method;
    private final @Nullable Id progressToken;
    private final @Nullable Call call;
    private volatile long lastAlive;
    private volatile boolean sent;

    private Pending(Request request, @Nullable Call call, long nanoTime) {
        this.id = request.id();
        this.method = request.method();
        this.progressToken = request.params().progressToken();
        this.call = call;
        this.lastAlive = nanoTime;
    }

    /** A request no rule speaks about. */
    public static Pending ungoverned(Request request, long nanoTime) {
        Pending pending = new Pending(request, null, nanoTime);
        pending.sent();
        return pending;
    }

    /** A governed call, which keeps its place until it is known whether it may be sent. */
    public static Pending governed(Call call) {
        return new Pending(call.received(), call, call.startNanos());
    }

    /** The id as its sender spelled it. */
    public Id id() {
        return id;
    }

    public String method() {
        return method;
    }

    /** The governed call behind the request, or null. */
    public @Nullable Call call() {
        return call;
    }

    /** From now on an answer can be one to this request. */
    public void sent() {
        sent = true;
    }

    boolean isSent() {
        return sent;
    }

    /** Whether progress under this token is progress of this request. */
    boolean reports(Id token) {
        return progressToken != null && progressToken.equals(token);
    }

    long lastAlive() {
        return lastAlive;
    }

    void alive(long nanoTime) {
        lastAlive = nanoTime;
    }
}
