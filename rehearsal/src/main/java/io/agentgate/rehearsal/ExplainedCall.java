package io.agentgate.rehearsal;

import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.TrialCall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@code agentgate policy explain --call --json} says, for others than who typed it. */
public final class ExplainedCall {
    private ExplainedCall() {}

    /**
     * Judges one call as a gateway would, with full buckets; nothing is sent anywhere.
     *
     * @param rules {@link PolicyFile#NONE} for none: every call is allowed
     * @param name of their file; null where there is none
     * @param limits what holds beside the policy
     * @param now when it comes if it does not say so itself
     * @return an object of JSON
     */
    public static String explain(
            PolicyFile rules,
            @Nullable String name,
            RateLimits limits,
            TrialCall call,
            Instant now) {
        Instant time = call.time() == null ? now : call.time();
        Explained explained = Explained.of(new Trial(rules, limits, null), call, time);
        return new ExplainReport(rules, name, explained).json();
    }
}
