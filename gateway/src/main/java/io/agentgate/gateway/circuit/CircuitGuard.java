package io.agentgate.gateway.circuit;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Refuses calls of a tool whose server keeps failing, but for a probe once in a while. */
public final class CircuitGuard implements Guard {
    /** What refusals and records call the breaker. */
    public static final String NAME = "circuit-breaker";

    private final LongSupplier nanoTime;
    private final CircuitListener listener;
    private volatile @Nullable Circuits circuits;

    /** A guard whose circuits are all closed, and to whose changes nobody listens. */
    public CircuitGuard(@Nullable CircuitSettings settings, LongSupplier nanoTime) {
        this(settings, nanoTime, CircuitListener.NONE);
    }

    /**
     * A guard whose circuits are all closed.
     *
     * @param settings when they open; null for never
     * @param nanoTime the monotonic clock that calls begin by
     */
    public CircuitGuard(
            @Nullable CircuitSettings settings, LongSupplier nanoTime, CircuitListener listener) {
        this.nanoTime = nanoTime;
        this.listener = listener;
        openBy(settings);
    }

    /**
     * Replaces the settings. All circuits are closed then, and what has failed is forgotten.
     *
     * @param settings null for circuits that never open
     */
    public void openBy(@Nullable CircuitSettings settings) {
        circuits = settings == null ? null : new Circuits(settings, nanoTime);
    }

    @Override
    public Verdict onCall(Call call) {
        Circuits current = circuits;
        Duration wait = current == null || !call.isOfTool() ? null : current.admit(call);
        if (wait == null) {
            return Verdict.PASS;
        }
        return new Verdict.Refuse(
                new Refusal(
                        Refusal.UNAVAILABLE,
                        CallDecision.FAILED,
                        NAME,
                        "The circuit breaker of this tool is open after repeated failures: wait "
                                + Refusal.wholeSeconds(wait)
                                + " s, then retry",
                        wait));
    }

    @Override
    public void onSettled(Call call, Ending ending) {
        Circuits current = circuits;
        if (current == null || !call.isOfTool()) {
            return;
        }
        switch (ending) {
            case ANSWERED, FAILED -> {
                if (current.succeeded(call)) {
                    listener.changed(call, CircuitState.CLOSED);
                }
            }
            case INTERNAL_ERROR, UNANSWERED -> {
                if (current.failed(call)) {
                    listener.changed(call, CircuitState.OPEN);
                }
            }
            case NOT_SENT, CANCELLED -> current.withdrawn(call);
        }
    }

    /** The circuits of a server's tools that are open or half open, by the names of the tools. */
    public Map<String, CircuitState> notClosed(String server) {
        Circuits current = circuits;
        return current == null ? Map.of() : current.notClosed(server);
    }

    /** Shows the tool and the state of every circuit there is: of tools that failed lately. */
    public void forEach(BiConsumer<String, CircuitState> visitor) {
        Circuits current = circuits;
        if (current != null) {
            current.forEach(visitor);
        }
    }
}
