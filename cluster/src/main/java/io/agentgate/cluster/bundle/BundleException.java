package io.agentgate.cluster.bundle;

/** Refuses a bundle, with the member that is wrong. */
final class BundleException extends Exception {
    private static final long serialVersionUID = 1L;

    BundleException(String problem) {
        super(problem);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
