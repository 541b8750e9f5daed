package io.agentgate.policystore.change;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * A person who changes something.
 *
 * @param subject what stays the same when the person gets another name
 */
public record Actor(String subject, String name) {

    /** Whoever the request's token is of. */
    public static Actor of(SecurityIdentity identity) {
        String name = identity.getPrincipal().getName();
        String subject =
                identity.getPrincipal() instanceof JsonWebToken token
                        ? Objects.requireNonNullElse(token.getSubject(), name)
                        : name;
        return new Actor(subject, name);
    }
}
