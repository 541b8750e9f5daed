package io.agentgate.policystore.bundle;

import io.agentgate.policystore.change.Hashes;
import io.agentgate.policystore.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The secret that proxies and this service share. */
@ApplicationScoped
public class ProxyToken {
    private static final String SCHEME = "Bearer ";
    private static final int MIN_LENGTH = 16;

    private final byte[] hash;

    ProxyToken(@ConfigProperty(name = "agentgate.proxy-token") String token) {
        if (token.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(
                    "agentgate.proxy-token has fewer than " + MIN_LENGTH + " characters");
        }
        this.hash = Hashes.bytes(token);
    }

    /**
     * Lets only proxies on.
     *
     * @throws Refusal with 401
     */
    public void check(@Nullable String authorization) {
        String shown =
                authorization != null
                                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        ? authorization.substring(SCHEME.length()).trim()
                        : "";
        // Hashes have one length: the time of the comparison tells nothing of the token.
        if (!MessageDigest.isEqual(hash, Hashes.bytes(shown))) {
            throw Refusal.unauthenticated();
        }
    }
}
