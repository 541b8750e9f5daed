package io.agentgate.cluster.bundle;

import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKeys;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API keys of the bundle in force. */
final class BundleKeys implements CallerKeys {
    private final Supplier<ActiveBundle> active;

    BundleKeys(Supplier<ActiveBundle> active) {
        this.active = active;
    }

    @Override
    public @Nullable Caller verify(String presented, Instant now) {
        return active.get().keys().verify(presented, now);
    }

    /** Never: a cluster whose keys nobody made, or that did not arrive, lets nobody in by that. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public String toString() {
        return "BundleKeys[" + active.get().keys() + "]";
    }
}
