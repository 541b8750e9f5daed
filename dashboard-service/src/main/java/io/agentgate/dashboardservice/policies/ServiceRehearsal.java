package io.agentgate.dashboardservice.policies;

import io.agentgate.dashboard.DryRun;
import io.agentgate.dashboard.PolicyRehearsal;
import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.gateway.PolicyStore;
import io.agentgate.policy.PolicyException;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.rehearsal.KnownHints;
import io.agentgate.rehearsal.PolicyJson;
import io.agentgate.rehearsal.TextRehearsal;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What is asked of a text before it is drafted, and of the rules in force about a call: computed
 * here, over what the services give to whoever asks.
 */
public final class ServiceRehearsal implements PolicyRehearsal, DryRun {
    private final ServicePolicies policies;
    private final PastCalls calls;
    private final KnownHints hints;
    private final InstantSource clock;

    /**
     * @param audit has the calls of the past
     * @param hints what servers have listed of their tools
     */
    public ServiceRehearsal(
            ServicePolicies policies, Peer audit, KnownHints hints, InstantSource clock) {
        this.policies = policies;
        this.hints = hints;
        this.calls = new PastCalls(audit);
        this.clock = clock;
    }

    @Override
    public JsonWriter lint(String text) {
        return TextRehearsal.lint(text, ServicePolicies.NAME);
    }

    /** Nothing lies beside a text of a policy-service. */
    @Override
    public boolean isTested() {
        return false;
    }

    @Override
    public JsonWriter test(String text) {
        return PolicyJson.tests(List.of());
    }

    @Override
    public JsonWriter diff(String text, Instant since) throws PolicyException, IOException {
        return TextRehearsal.diff(inForce(), text, calls, since);
    }

    @Override
    public String explain(String call) throws PolicyException, IOException {
        return TextRehearsal.explain(inForce(), call, hints, clock.instant());
    }

    private String inForce() throws IOException {
        PolicyStore.Version current = policies.current();
        if (current.text().isEmpty()) {
            throw new RefusedException(
                    409, "no policy is in force yet, so there is nothing to ask");
        }
        return current.text();
    }
}
