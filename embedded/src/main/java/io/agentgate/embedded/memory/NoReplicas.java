package io.agentgate.embedded.memory;

import io.agentgate.gateway.session.Replicas;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The replicas of a gateway that is one process: there are no others to ask. */
public final class NoReplicas implements Replicas {
    private final String name;

    /**
     * @param name what this process is called
     */
    public NoReplicas(String name) {
        this.name = name;
    }

    @Override
    public CompletionStage<Boolean> offer(String session, byte[] message) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public void onOffer(Taker taker) {}

    @Override
    public Set<String> live() {
        return Set.of(name);
    }

    @Override
    public void close() {}
}
