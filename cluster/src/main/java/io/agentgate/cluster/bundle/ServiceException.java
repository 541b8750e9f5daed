package io.agentgate.cluster.bundle;

/** Tells that the policy-service gave no usable answer, and why. */
final class ServiceException extends Exception {
    private static final long serialVersionUID = 1L;

    ServiceException(String problem) {
        super(problem);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
