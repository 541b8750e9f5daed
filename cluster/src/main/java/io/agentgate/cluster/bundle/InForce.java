package io.agentgate.cluster.bundle;

import io.agentgate.cluster.bundle.BundleState.Source;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The bundle in force, for those who decide: one volatile read. Thread safe. */
final class InForce {
    private volatile Standing now = new Standing(ActiveBundle.NONE, BundleState.START);

    /** The bundle and what is known about it, read together. */
    record Standing(ActiveBundle active, BundleState state) {}

    ActiveBundle active() {
        return now.active();
    }

    BundleState state() {
        return now.state();
    }

    /** Puts a bundle of the service in force. */
    synchronized BundleState load(ActiveBundle next, Instant moment) {
        BundleState state = now.state().loaded(next.revision(), moment);
        now = new Standing(next, state);
        return state;
    }

    /** Puts the copy in force, unless a bundle of the service is; tells whether it did. */
    synchronized boolean loadCopy(ActiveBundle copy, Instant moment) {
        if (now.state().source() != Source.NONE) {
            return false;
        }
        now = new Standing(copy, now.state().copied(copy.revision(), moment));
        return true;
    }

    /** Keeps something else that is known about it. */
    synchronized void learn(UnaryOperator<BundleState> change) {
        now = new Standing(now.active(), change.apply(now.state()));
    }
}
