package io.agentgate.gateway.access;

import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** May servers ask this: a policy set's decision on a question that stands in an answer. */
public final class QuestionAccess {
    private QuestionAccess() {}

    /**
     * Why a question must not be asked; null if it may.
     *
     * @param params its parameters, if it has any
     */
    public static @Nullable Refusal refusal(
            SessionIdentity session,
            PolicySet policies,
            Target target,
            @Nullable Value params,
            Instant now) {
        return AccessGuard.refusal(policies.decide(AccessFacts.of(session, target, params, now)));
    }
}
