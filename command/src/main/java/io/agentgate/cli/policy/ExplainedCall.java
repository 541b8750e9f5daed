package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.TrialCall;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@code agentgate policy explain --call --json} says, for others than who typed it. */
public final class ExplainedCall {
    private ExplainedCall() {}

    /**
     * Judges one call as a gateway would, with full buckets; nothing is sent anywhere.
     *
     * @param policy null for none: every call is allowed
     * @param limits what holds beside the policy
     * @param now when it comes if it does not say so itself
     * @return an object of JSON
     * @throws CommandException if the policy cannot be read or does not load
     */
    public static String explain(
            @Nullable Path policy, RateLimits limits, TrialCall call, Instant now)
            throws CommandException {
        PolicyFile rules = policy == null ? PolicyFile.NONE : ReadPolicy.needed(policy).file();
        Instant time = call.time() == null ? now : call.time();
        Explained explained = Explained.of(new Trial(rules, limits, null), call, time);
        return new ExplainReport(rules, policy == null ? null : policy.toString(), explained)
                .json();
    }
}
