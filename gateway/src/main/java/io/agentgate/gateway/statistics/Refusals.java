package io.agentgate.gateway.statistics;

import io.agentgate.gateway.audit.CallStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The calls that one rule or limit refused.
 *
 * @param rule null for a policy's default
 * @param lastSeen when the last one was decided
 */
public record Refusals(@Nullable String rule, CallStatus status, long calls, Instant lastSeen) {}
