package io.agentgate.transports.upstream;

/** Another place of a server than the one that is configured, for messages. */
public final class Target {
    private final RequestHeads heads;

    Target(RequestHeads heads) {
        this.heads = heads;
    }

    RequestHeads heads() {
        return heads;
    }
}
