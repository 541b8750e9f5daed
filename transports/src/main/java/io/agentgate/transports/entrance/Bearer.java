package io.agentgate.transports.entrance;

import org.jspecify.annotations.Nullable;

/** The scheme by which credentials stand in {@code Authorization} (RFC 6750, section 2.1). */
public final class Bearer {
    static final String CHALLENGE = "WWW-Authenticate";
    static final String SCHEME = "Bearer";

    private static final String PREFIX = SCHEME + ' ';

    private Bearer() {}

    /** The credential in this header's value, or null if it is of another scheme. */
    public static @Nullable String credential(String value) {
        // RFC 9110, section 11.1: the scheme's name is case-insensitive.
        return value.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                ? value.substring(PREFIX.length()).strip()
                : null;
    }

    /** The answer to whoever showed no credential (RFC 6750, section 3: without an error). */
    public static Login.Denied missing(String reason) {
        return new Login.Denied(new Rejection(401, reason, CHALLENGE, SCHEME));
    }

    /** The answer to whoever showed a credential that proves nothing. */
    public static Login.Denied invalid(String reason) {
        return new Login.Denied(
                new Rejection(401, reason, CHALLENGE, SCHEME + " error=\"invalid_token\""));
    }

    /**
     * The answer to whoever is known, but may not do this.
     *
     * @param scopes all that is needed, separated by blanks
     */
    public static Login.Denied insufficient(String scopes) {
        return new Login.Denied(
                new Rejection(
                        403,
                        "the token does not reach this far",
                        CHALLENGE,
                        SCHEME + " error=\"insufficient_scope\", scope=\"" + scopes + '"'));
    }
}
