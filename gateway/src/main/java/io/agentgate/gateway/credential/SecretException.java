package io.agentgate.gateway.credential;

/** Says why a secret cannot be had, never showing anything of it. */
public final class SecretException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    SecretException(SecretReference reference, String problem) {
        super(reference + " " + problem);
        this.problem = reference + " " + problem;
    }

    @Override
    public String getMessage() {
        return problem;
    }
}
