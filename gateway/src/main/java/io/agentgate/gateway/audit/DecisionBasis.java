package io.agentgate.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * What was decided on a call, and why.
 *
 * @param rule id of the policy rule that decided, or null where none did
 * @param reason in words for people; null when there is nothing to say
 * @param revision revision of the policy set in force
 * @param redactions what changed the arguments before they went on
 * @param evaluation how it came about; null where there is nothing to say
 */
public record DecisionBasis(
        CallDecision decision,
        @Nullable String rule,
        @Nullable String reason,
        String revision,
        Redactions redactions,
        @Nullable Evaluation evaluation) {

    /** The basis of a decision about which there is no more to say. */
    public DecisionBasis(
            CallDecision decision,
            @Nullable String rule,
            @Nullable String reason,
            String revision,
            Redactions redactions) {
        this(decision, rule, reason, revision, redactions, null);
    }

    /** The basis of a decision on arguments that no rule changed. */
    public DecisionBasis(
            CallDecision decision,
            @Nullable String rule,
            @Nullable String reason,
            String revision) {
        this(decision, rule, reason, revision, Redactions.NONE);
    }
}
