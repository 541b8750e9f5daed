package io.agentgate.gateway.access;

import io.agentgate.gateway.call.Call;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Facts;
import io.agentgate.policy.PolicySet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * A policy that judges each call beside the one in force, without effect: what it would let through
 * or deny otherwise is kept with the call, for the record, and counted. Its limits are charged
 * nowhere, and its redactions change nothing. Thread safe.
 */
public final class Candidate {
    private final Supplier<PolicySet> policies;
    private final LongAdder calls = new LongAdder();
    private final LongAdder differing = new LongAdder();

    /**
     * A candidate that has judged nothing.
     *
     * @param policies its set, whatever that is when a call comes
     */
    public Candidate(Supplier<PolicySet> policies) {
        this.policies = policies;
    }

    /** Its set now. */
    public PolicySet policies() {
        return policies.get();
    }

    /** How many calls it judged. */
    public long calls() {
        return calls.sum();
    }

    /** Of how many it said something else than the policy in force. */
    public long differing() {
        return differing.sum();
    }

    void judge(Call call, Facts facts, Decision inForce) {
        Decision own;
        try {
            own = policies.get().decide(facts);
        } catch (RuntimeException failed) {
            // What is without effect must have none when it fails, either.
            return;
        }
        calls.increment();
        if (own.outcome() != inForce.outcome()) {
            differing.increment();
            call.differs(own);
        }
    }
}
