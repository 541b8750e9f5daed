package io.agentgate.gateway.circuit;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** Refuses calls of a tool whose server keeps failing, but for a probe once in a while. */
public final class CircuitGuard implements Guard {
    /** What refusals and records call the breaker. */
    public static final String NAME = "circuit-breaker";

    private final Circuits circuits;
    private final CircuitListener listener;

    /** A guard whose circuits are all closed, and to whose changes nobody listens. */
    public CircuitGuard(CircuitSettings settings, LongSupplier nanoTime) {
        this(settings, nanoTime, CircuitListener.NONE);
    }

    /**
     * A guard whose circuits are all closed.
     *
     * @param nanoTime the monotonic clock that calls begin by
     */
    public CircuitGuard(CircuitSettings settings, LongSupplier nanoTime, CircuitListener listener) {
        this.circuits = new Circuits(settings, nanoTime);
        this.listener = listener;
    }

    @Override
    public Verdict onCall(Call call) {
        Duration wait = circuits.admit(call);
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
        switch (ending) {
            case ANSWERED, FAILED -> {
                if (circuits.succeeded(call)) {
                    listener.changed(call, CircuitState.CLOSED);
                }
            }
            case INTERNAL_ERROR, UNANSWERED -> {
                if (circuits.failed(call)) {
                    listener.changed(call, CircuitState.OPEN);
                }
            }
            case NOT_SENT, CANCELLED -> circuits.withdrawn(call);
        }
    }

    /** Shows the tool and the state of every circuit there is: of tools that failed lately. */
    public void forEach(BiConsumer<String, CircuitState> visitor) {
        circuits.forEach(visitor);
    }
}
