package io.agentgate.gateway.meter;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.policy.Decision;
import org.jspecify.annotations.Nullable;

/** Whose limit a call met, in the words of the label {@code scope}. */
public enum LimitScope {
    GLOBAL(RateLimits.GLOBAL),
    PER_TOOL(RateLimits.PER_TOOL),
    PER_AGENT(RateLimits.PER_AGENT),
    /** A limit that a rule of the policy sets. */
    POLICY("policy");

    private final String word;

    LimitScope(String word) {
        this.word = word;
    }

    /** The label's value. */
    public String word() {
        return word;
    }

    /** A rule may have the name of a limit of the process, so the rules are asked first. */
    static LimitScope of(Call call, Refusal refusal) {
        String limit = refusal.rule();
        if (limit == null) {
            return PER_AGENT; // Only the pace of an agent's calls has no name.
        }
        if (isOfRule(limit, call.decision())) {
            return POLICY;
        }
        return switch (limit) {
            case RateLimits.GLOBAL -> GLOBAL;
            case RateLimits.PER_TOOL -> PER_TOOL;
            case RateLimits.PER_AGENT -> PER_AGENT;
            default -> POLICY;
        };
    }

    private static boolean isOfRule(String limit, @Nullable Decision decision) {
        return decision != null
                && decision.rateLimits().stream().anyMatch(rule -> rule.id().equals(limit));
    }
}
