package io.agentgate.transports.entrance;

import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKeys;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Authentication by static API keys: as bearer tokens (RFC 6750, section 2.1), or bare in a header
 * of the operator's choice. While no key was ever made, nobody is asked.
 */
public final class ApiKeyAuthentication implements Authentication {
    private static final String AUTHORIZATION = "Authorization";

    private final CallerKeys keys;
    private final String header;
    private final FailedLogins failed;
    private final InstantSource clock;

    /**
     * @param header the header that carries keys
     * @param failed knows whoever failed before
     */
    public ApiKeyAuthentication(
            CallerKeys keys, String header, FailedLogins failed, InstantSource clock) {
        this.keys = keys;
        this.header = header;
        this.failed = failed;
        this.clock = clock;
    }

    @Override
    public String header() {
        return header;
    }

    @Override
    public boolean isRequired() {
        return !keys.isEmpty();
    }

    @Override
    public Login login(@Nullable String credential, String address) {
        if (keys.isEmpty()) {
            return Login.ANONYMOUS;
        }
        Rejection blocked = failed.blocked(address);
        if (blocked != null) {
            return new Login.Denied(blocked);
        }
        String presented = credential == null ? null : key(credential);
        if (presented == null) {
            return Bearer.missing("an API key is needed");
        }
        Caller caller = keys.verify(presented, clock.instant());
        if (caller == null) {
            failed.failed(address);
            return Bearer.invalid("this API key is not valid");
        }
        return new Login.Accepted(caller.name(), true);
    }

    private @Nullable String key(String credential) {
        if (!header.equalsIgnoreCase(AUTHORIZATION)) {
            return credential;
        }
        return Bearer.credential(credential);
    }
}
