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
    private final long begun;
    private final long patience;
    private volatile long lastAlive;
    private volatile boolean sent;
    private volatile boolean reportedOn;

    private Pending(Request request, @Nullable Call call, long nanoTime, long patience) {
        this.id = request.id();
        this.method = request.method();
        this.progressToken = request.params().progressToken();
        this.call = call;
        this.begun = nanoTime;
        this.patience = patience;
        this.lastAlive = nanoTime;
    }

    /**
     * A request no rule speaks about.
     *
     * @param patience how long it is waited for a sign of life, in nanoseconds
     */
    public static Pending ungoverned(Request request, long nanoTime, long patience) {
        Pending pending = new Pending(request, null, nanoTime, patience);
        pending.sent();
        return pending;
    }

    /** A governed call, which keeps its place until it is known whether it may be sent. */
    public static Pending governed(Call call, Timeouts timeouts) {
        long patience =
                call.isOfTool()
                        ? timeouts.ofTool(call.origin().tool())
                        : timeouts.ofMethod(call.received().method());
        return new Pending(call.received(), call, call.startNanos(), patience);
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

    /** Whether an answer can be one to this request. */
    public boolean isSent() {
        return sent;
    }

    /** Whether progress under this token is progress of this request. */
    boolean reports(Id token) {
        return progressToken != null && progressToken.equals(token);
    }

    /** For how many nanoseconds it is waited too long already; negative while it is not. */
    public long overdue(long nanoTime) {
        return Math.max(
                nanoTime - lastAlive - patience, nanoTime - begun - Timeouts.MOST_TIMES * patience);
    }

    /** For how many seconds it was waited in vain, once it is overdue. */
    public long waitedSeconds(long nanoTime) {
        boolean silent = nanoTime - lastAlive > patience;
        return (silent ? patience : Timeouts.MOST_TIMES * patience) / 1_000_000_000L;
    }

    /** Whether the server has reported on it. */
    public boolean isReportedOn() {
        return reportedOn;
    }

    void alive(long nanoTime) {
        reportedOn = true;
        lastAlive = nanoTime;
    }
}
