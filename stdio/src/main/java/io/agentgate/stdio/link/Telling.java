package io.agentgate.stdio.link;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.link.LinkListener;
import io.agentgate.protocol.Id;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a link's listener is told: one thing at a time, and nothing that does not belong to its
 * state any more.
 *
 * <pre>
 *   telling ──ended──▶ over: losses only ──silence──▶ silent: nothing
 *      └──────────────────silence──────────────────────▲
 * </pre>
 *
 * <p>Whoever tells may wait for another to have told; so only this package's own threads do.
 */
final class Telling {
    private final LinkListener listener;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private boolean over;
    private volatile boolean silent;

    Telling(LinkListener listener) {
        this.listener = listener;
    }

    void received(byte[] message) {
        tell(() -> listener.received(message, null));
    }

    void oversized(byte[] head, byte[] tail) {
        tell(() -> listener.oversized(head, tail));
    }

    private void tell(Runnable call) {
        oneAtATime.lock();
        try {
            if (!over && !silent) {
                call.run();
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Told even behind the end: whoever sent in that moment must not wait for ever. */
    void notSent(Id request, String reason) {
        oneAtATime.lock();
        try {
            if (!silent) {
                listener.lost(request, Loss.NOT_SENT, reason);
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    void ended(String reason) {
        oneAtATime.lock();
        try {
            if (!over && !silent) {
                over = true;
                listener.ended(reason);
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /** No call begins any more; never waits for one that has begun. */
    void silence() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }
}
