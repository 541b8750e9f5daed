package io.agentgate.cluster.bundle;

import io.agentgate.policy.PolicySet;

/**
 * Learns what becomes of bundles. Called by the threads that follow them and report, or by the one
 * that starts them; must not wait.
 */
public interface BundleListener {

    /** A bundle is in force. Its policy may be the one of the bundle before. */
    void loaded(BundleState state, PolicySet policies);

    /** A bundle does not load, for this reason; the one before stays in force. */
    void refused(String problem);

    /** The service gives no usable answer; told once for each reason, until it is back. */
    void lost(String problem);

    /** The service answers again. */
    void back();

    /** The copy on disk cannot be written or used, for this reason. */
    void copyFailed(String problem);
}
