package io.agentgate.cluster.bundle;

/** The secret that proxies share with the policy-service. */
public final class ServiceToken {
    private final String secret;

    /**
     * @throws IllegalArgumentException if it is empty or cannot stand in a header
     */
    public ServiceToken(String secret) {
        // The HTTP client would refuse it with the secret in the message.
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "the proxy token is empty, or holds blanks or characters beyond ASCII");
        }
        this.secret = secret;
    }

    String authorization() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "ServiceToken[redacted]";
    }
}
