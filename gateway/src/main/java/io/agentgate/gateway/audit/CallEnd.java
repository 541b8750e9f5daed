package io.agentgate.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * How a call that was let through ended, and why.
 *
 * @param status never a refusal, which is final with the decision
 * @param reason in words for people; null when there is nothing to say
 * @param redactions what changed the answer before the client got it
 */
public record CallEnd(CallStatus status, @Nullable String reason, Redactions redactions) {}
