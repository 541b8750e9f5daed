package io.agentgate.embedded.memory;

import io.agentgate.gateway.session.Replicas;
import io.agentgate.testkit.session.ReplicasContract;

class NoReplicasTest extends ReplicasContract {
    private final NoReplicas replicas = new NoReplicas("alone");

    @Override
    protected Replicas replicas() {
        return replicas;
    }

    @Override
    protected String self() {
        return "alone";
    }
}
