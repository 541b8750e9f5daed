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
        long mark) {}
