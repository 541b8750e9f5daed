package io.agentgate.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * One stored call: its decision joined with its outcome.
 *
 * @param outcome null while no outcome is recorded, and for ever after a refusal
 * @param status how the call ended as far as is known
 * @param mark grows with every change of a row in the store; what {@link CallQuery#after} takes
 */
public record CallRecord(
        AuditEvent.CallDecided decision,
        AuditEvent.@Nullable CallSettled outcome,
        CallStatus status,
        long mark) {

    /** From arrival to end; null where nobody saw the end. */
    public @Nullable Long latencyNanos() {
        return outcome == null || status == CallStatus.UNKNOWN
                ? null
                : (Long) outcome.latencyNanos();
    }

    /** What changed the arguments or the answer on their way. */
    public Redactions redactions() {
        Redactions asked = decision.basis().redactions();
        return outcome == null ? asked : asked.and(outcome.end().redactions().rules());
    }
}
