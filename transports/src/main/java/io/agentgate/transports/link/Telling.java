package io.agentgate.transports.link;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.protocol.Id;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the listener of a link is still to be told: one thing at a time, in order, and nothing while
 * it is paused. Bounded by whoever tells, who reads no more while it is paused. Used on the loop of
 * its link, but for {@link #silence}.
 */
final class Telling {
    private final LinkListener listener;
    private final Consumer<RuntimeException> faults;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean paused;
    private volatile boolean silent;

    /**
     * @param faults hears of a listener that fails; what it had yet to be told is dropped
     */
    Telling(LinkListener listener, Consumer<RuntimeException> faults) {
        this.listener = listener;
        this.faults = faults;
    }

    void received(byte[] message, @Nullable Id within) {
        tell(() -> listener.received(message, within));
    }

    void oversized(byte[] head, byte[] tail) {
        tell(() -> listener.oversized(head, tail));
    }

    void lost(Id request, Loss loss, String reason) {
        tell(() -> listener.lost(request, loss, reason));
    }

    void ended(String reason) {
        tell(() -> listener.ended(reason));
    }

    private void tell(Runnable call) {
        waiting.add(call);
        work();
    }

    boolean isPaused() {
        return paused;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        work();
    }

    /** No call begins any more; called on any thread. */
    void silence() {
        silent = true;
    }

    private void work() {
        if (busy) {
            return;
        }
        busy = true;
        try {
            for (Runnable next = next(); next != null; next = next()) {
                run(next);
            }
        } finally {
            busy = false;
        }
    }

    private @Nullable Runnable next() {
        if (silent) {
            waiting.clear();
        }
        return paused ? null : waiting.poll();
    }

    private void run(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException unexpected) {
            // A session is not to go on with a part of its messages.
            waiting.clear();
            faults.accept(unexpected);
        }
    }
}
