package io.agentgate.gateway.call;

import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.protocol.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a message goes no further, in the form its sender is told.
 *
 * @param code JSON-RPC error code
 * @param decision how the refusal is recorded
 * @param rule id of the policy rule or name of the limit behind it, or null
 * @param reason what the sender reads; never holds payload text
 * @param retryAfter when trying again may help; null if it will not or nobody knows
 * @param limit calls that the limit it ran into allows; null if it ran into none
 * @param toModel whether it is told as the failure of the tool, which clients show their model; as
 *     an error otherwise
 */
public record Refusal(
        int code,
        CallDecision decision,
        @Nullable String rule,
        String reason,
        @Nullable Duration retryAfter,
        @Nullable Long limit,
        boolean toModel) {
    /** A refusal that is told as an error. */
    public Refusal(
            int code,
            CallDecision decision,
            @Nullable String rule,
            String reason,
            @Nullable Duration retryAfter,
            @Nullable Long limit) {
        this(code, decision, rule, reason, retryAfter, limit, false);
    }

    /** A refusal that is not about a limit. */
    public Refusal(
            int code,
            CallDecision decision,
            @Nullable String rule,
            String reason,
            @Nullable Duration retryAfter) {
        this(code, decision, rule, reason, retryAfter, null);
    }

    /** Denied by policy: the code the TOML dialect documents. */
    public static final int DENIED = -32603;

    /** Over a limit. */
    public static final int RATE_LIMITED = 429;

    /** The gateway cannot carry the call now. */
    public static final int UNAVAILABLE = 503;

    public static Refusal denied(@Nullable String rule, String reason) {
        return new Refusal(DENIED, CallDecision.DENIED, rule, reason, null);
    }

    /** Denied for what whoever wrote the arguments can correct. */
    public static Refusal toModel(String rule, String reason) {
        return new Refusal(
                ErrorCode.INVALID_PARAMS, CallDecision.DENIED, rule, reason, null, null, true);
    }

    public static Refusal unavailable(String reason) {
        return new Refusal(UNAVAILABLE, CallDecision.FAILED, null, reason, null);
    }

    /** A duration in whole seconds, rounded up: what clients are told to wait. */
    public static long wholeSeconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
