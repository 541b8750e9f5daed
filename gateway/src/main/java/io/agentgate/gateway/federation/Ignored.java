package io.agentgate.gateway.federation;

/** Requests of the gateway's own whose answers tell nobody anything. */
final class Ignored extends Gathering {
    Ignored() {
        super(null);
    }

    @Override
    void finish() {}
}
