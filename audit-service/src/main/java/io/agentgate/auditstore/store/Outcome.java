package io.agentgate.auditstore.store;

import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import java.time.Duration;
import java.time.LocalDate;

/**
 * An outcome that looks for its call.
 *
 * @param body the CloudEvent, to be kept if the call is not there yet
 * @param firstDay the earliest day its call is looked for
 * @param lastDay the latest
 */
record Outcome(CallSettled settled, String body, LocalDate firstDay, LocalDate lastDay) {
    /** By how much the clocks of a decision and of its latency may differ, as a rule. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    /** Looks where its call can have been decided if the clocks are right: few partitions. */
    static Outcome of(CallSettled settled, String body) {
        return new Outcome(
                settled,
                body,
                Arrived.day(settled.time().minusNanos(settled.latencyNanos()).minus(SLACK)),
                Arrived.day(settled.time().plus(SLACK)));
    }

    /** Looks at the day that its call was found on. */
    Outcome on(LocalDate day) {
        return new Outcome(settled, body, day, day);
    }

    boolean looksOn(LocalDate day) {
        return !day.isBefore(firstDay) && !day.isAfter(lastDay);
    }

    /** The decision's id as the database has it. */
    String decisionId() {
        return Columns.stored(settled.decisionId());
    }
}
