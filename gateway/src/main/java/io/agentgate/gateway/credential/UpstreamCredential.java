package io.agentgate.gateway.credential;

import java.util.List;

/** How the gateway proves to a server who asks. */
public sealed interface UpstreamCredential {
    /** Where its secrets are found. */
    default List<SecretReference> secrets() {
        return switch (this) {
            case None() -> List.of();
            case Bearer(SecretReference token) -> List.of(token);
            case Header(_, SecretReference value) -> List.of(value);
            case Basic(SecretReference user, SecretReference password) -> List.of(user, password);
            case ClientCredentials(TokenSource source) -> List.of(source.client().secret());
            case TokenExchange(TokenSource source) -> List.of(source.client().secret());
        };
    }

    /** The server asks nobody. */
    record None() implements UpstreamCredential {}

    /** A token that somebody else renews (RFC 6750). */
    record Bearer(SecretReference token) implements UpstreamCredential {}

    /** A key in a header of the server's choice. */
    record Header(String name, SecretReference value) implements UpstreamCredential {}

    /** A user's name and password (RFC 7617). */
    record Basic(SecretReference user, SecretReference password) implements UpstreamCredential {}

    /** A token of the gateway's own (RFC 6749, section 4.4), the same for all callers. */
    record ClientCredentials(TokenSource source) implements UpstreamCredential {}

    /** A token for each caller, exchanged for the one it showed (RFC 8693). */
    record TokenExchange(TokenSource source) implements UpstreamCredential {}
}
