package io.agentgate.gateway.circuit;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one tool's circuit; it knows the time only from its callers. Not thread
 * safe.
 *
 * <pre>
 *              errorThreshold failures within window
 *   ┌────────┐ ─────────────────────────────────────▶ ┌────────┐ ─┐ a call before
 *   │ CLOSED │                                        │  OPEN  │  │ the cooldown is over:
 *   └────────┘            the probe fails             └────────┘ ◀┘ rejected
 *       ▲        ┌────────────────────────────────────▶   ▲ │
 *       │        │   the probe is withdrawn               │ │ a call after the cooldown:
 *       │        │   (the cooldown stays over) ───────────┘ │ it is the probe
 *       │   ┌───────────┐                                   │
 *       └── │ HALF_OPEN │ ◀─────────────────────────────────┘
 *    the    └───────────┘ ─┐ any other call: rejected,
 *    probe        ▲        │ but for one after another cooldown:
 *    succeeds     └────────┘ the probe is lost, and that call is the new one
 * </pre>
 *
 * <p>Success in CLOSED clears nothing: a tool that fails every other time is failing. Calls sent
 * before the circuit was closed again say nothing about the time since.
 */
final class Circuit {
    private final int errorThreshold;
    private final long windowNanos;
    private final long cooldownNanos;

    /** When the last failures happened, the oldest first; fewer than would open the circuit. */
    private final ArrayDeque<Long> failures = new ArrayDeque<>();

    private CircuitState state = CircuitState.CLOSED;

    /** When the circuit opened, or its probe began, or a probe closed it; by state. */
    private long since;

    private boolean closedByProbe;
    private @Nullable String probe;

    Circuit(CircuitSettings settings) {
        this.errorThreshold = settings.errorThreshold();
        this.windowNanos = settings.window().toNanos();
        this.cooldownNanos = settings.cooldown().toNanos();
    }

    CircuitState state() {
        return state;
    }

    /**
     * Asks whether a call may go.
     *
     * @param call unique name of the call
     * @return 0 if it may, or the nanoseconds until it is worth asking again
     */
    long admit(String call, long now) {
        return switch (state) {
            case CLOSED -> 0;
            case OPEN, HALF_OPEN -> {
                long wait = cooldownNanos - (now - since);
                if (wait <= 0) {
                    state = CircuitState.HALF_OPEN;
                    since = now;
                    probe = call;
                }
                yield Math.max(0, wait);
            }
        };
    }

    /** Learns that the server is well enough to answer a call. */
    void succeeded(String call, long now) {
        if (call.equals(probe)) {
            state = CircuitState.CLOSED;
            since = now;
            closedByProbe = true;
            probe = null;
            failures.clear();
        }
    }

    /**
     * Learns that the server failed a call.
     *
     * @param sent when the call began
     */
    void failed(String call, long sent, long now) {
        switch (state) {
            case CLOSED -> {
                if (!closedByProbe || sent - since >= 0) {
                    count(now);
                }
            }
            case OPEN -> {}
            case HALF_OPEN -> {
                if (call.equals(probe)) {
                    open(now);
                }
            }
        }
    }

    private void count(long now) {
        forgetExpired(now);
        failures.addLast(now);
        if (failures.size() >= errorThreshold) {
            open(now);
        }
    }

    private void open(long now) {
        state = CircuitState.OPEN;
        since = now;
        probe = null;
        failures.clear();
    }

    /** Learns that a call ended in a way that says nothing about the server. */
    void withdrawn(String call) {
        if (call.equals(probe)) {
            // The time stays that of the probe's beginning, less a cooldown: the next call probes.
            state = CircuitState.OPEN;
            since -= cooldownNanos;
            probe = null;
        }
    }

    /** Whether forgetting this circuit would change nothing but for calls sent long ago. */
    boolean isClean(long now) {
        forgetExpired(now);
        return state == CircuitState.CLOSED && failures.isEmpty();
    }

    private void forgetExpired(long now) {
        while (!failures.isEmpty() && now - failures.getFirst() >= windowNanos) {
            failures.removeFirst();
        }
    }
}
