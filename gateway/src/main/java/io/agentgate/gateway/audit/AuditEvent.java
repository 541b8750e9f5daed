package io.agentgate.gateway.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One fact of the audit trail, appended once and never changed. */
public sealed interface AuditEvent {

    /** When it happened, by the wall clock of the process that saw it. */
    Instant time();

    /**
     * The gateway's decision on one call, recorded before anything is forwarded or answered.
     *
     * @param decisionId unique over all writers; the key that joins decision and outcome
     * @param origin who called what
     * @param basis what was decided and why
     * @param arguments the call's arguments, or null if it had none or they are not captured
     */
    record CallDecided(
            String decisionId,
            Instant time,
            CallOrigin origin,
            DecisionBasis basis,
            @Nullable Payload arguments)
            implements AuditEvent {}

    /**
     * The end of a call that was let through, recorded before its answer is returned.
     *
     * @param decisionId the {@link CallDecided#decisionId} it belongs to
     * @param session the session of that call
     * @param end how it ended
     * @param latencyNanos from the decision to the answer, in nanoseconds
     * @param result the answer, or null if there was none or it is not captured
     */
    record CallSettled(
            String decisionId,
            Instant time,
            String session,
            CallEnd end,
            long latencyNanos,
            @Nullable Payload result)
            implements AuditEvent {

        /** The end of a call whose answer no rule changed. */
        public CallSettled(
                String decisionId,
                Instant time,
                String session,
                CallStatus status,
                @Nullable String reason,
                long latencyNanos,
                @Nullable Payload result) {
            this(
                    decisionId,
                    time,
                    session,
                    new CallEnd(status, reason, Redactions.NONE),
                    latencyNanos,
                    result);
        }

        public CallStatus status() {
            return end.status();
        }

        public @Nullable String reason() {
            return end.reason();
        }
    }

    /**
     * Something worth knowing that is not a call: a policy reload, a refused message, a gap.
     *
     * @param id unique over all writers
     * @param kind a fixed word such as {@code policy_loaded}
     * @param detail words for people, free of payload text
     */
    record Noted(String id, Instant time, String kind, @Nullable String session, String detail)
            implements AuditEvent {}
}
