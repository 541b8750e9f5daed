package io.agentgate.policystore.policy;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyText;
import io.agentgate.policystore.problem.Refusal;
import io.agentgate.policystore.problem.Refusal.Finding;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads policy texts, away from the event loops: a long one takes its time. */
@ApplicationScoped
class PolicyReader {
    private final Vertx vertx;

    PolicyReader(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The compiled policy, or the refusal that lists what is wrong. */
    Uni<PolicySet> read(String text) {
        return aside(() -> parse(text));
    }

    /** Computes something long. */
    <T> Uni<T> aside(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    private static PolicySet parse(String text) {
        try {
            return PolicyText.parse(text, "policy.toml");
        } catch (PolicyException refused) {
            throw Refusal.unloadable(findings(refused.problems()));
        }
    }

    static List<Finding> findings(List<Problem> problems) {
        return problems.stream()
                .limit(1_000)
                .map(
                        problem ->
                                new Finding(
                                        problem.position().line(),
                                        problem.position().column(),
                                        problem.message()))
                .toList();
    }
}
