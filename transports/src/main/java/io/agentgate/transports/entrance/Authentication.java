package io.agentgate.transports.entrance;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The question who a caller is. Thread safe; never blocks: what takes time is a {@link
 * Login.Later}.
 */
public interface Authentication {
    /** Asks nobody. */
    Authentication NONE = (credential, address) -> Login.ANONYMOUS;

    /**
     * Finds out who makes a request.
     *
     * @param credential what stands in the credential header, or null
     * @param address the address the request came from
     */
    Login login(@Nullable String credential, String address);

    /**
     * The same for a connection whose client may have proved who it is.
     *
     * @param certificate what the client holds the key of, verified; null if it showed none
     */
    default Login login(
            @Nullable String credential, String address, @Nullable X509Certificate certificate) {
        return login(credential, address);
    }

    /** The header in which callers show their keys. */
    default String header() {
        return "Authorization";
    }

    /** Whether callers are asked at all. */
    default boolean isRequired() {
        return false;
    }
}
