package io.agentgate.transports.proof;

/** Says why a request cannot be made, never showing anything of a secret. */
public final class ProofException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ProofException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
