package io.agentgate.auditstore.store;

import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import java.time.Duration;
import java.time.LocalDate;

/**
 * An outcome that looks for its call.
 *
 * @param body the CloudEvent, to be kept if the call is not there yet
 */
record Outcome(CallSettled settled, String body) {
    /** By how much the clocks of a decision and of its latency may differ. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    /** The earliest day its call can have been decided on. */
    LocalDate firstDay() {
        return Arrived.day(settled.time().minusNanos(settled.latencyNanos()).minus(SLACK));
    }

    LocalDate lastDay() {
        return Arrived.day(settled.time().plus(SLACK));
    }
}
