package io.agentgate.gateway.circuit;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Ending;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.Verdict;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Refuses calls of a tool whose server keeps failing, but for a probe once in a while. */
public final class CircuitGuard implements Guard {
    /** What refusals and records call the breaker. */
    public static final String NAME = "circuit-breaker";

    private final Circuits circuits;

    /**
     * A guard whose circuits are all closed.
     *
     * @param nanoTime the monotonic clock that calls begin by
     */
    public CircuitGuard(CircuitSettings settings, LongSupplier nanoTime) {
        this.circuits = new Circuits(settings, nanoTime);
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
            case ANSWERED, FAILED -> circuits.succeeded(call);
            case INTERNAL_ERROR, UNANSWERED -> circuits.failed(call);
            case NOT_SENT, CANCELLED -> circuits.withdrawn(call);
        }
    }
}
