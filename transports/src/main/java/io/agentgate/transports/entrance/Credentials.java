package io.agentgate.transports.entrance;

import io.agentgate.gateway.caller.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * Authentication by whatever a caller shows in {@code Authorization}: an API key, told by its
 * prefix, or else a token of an issuer.
 */
public final class Credentials implements Authentication {
    private final Authentication keys;
    private final Authentication tokens;

    /**
     * @param keys knows API keys; not asked while there is none
     * @param tokens knows everything else
     */
    public Credentials(Authentication keys, Authentication tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public Login login(@Nullable String credential, String address) {
        String shown = credential == null ? null : Bearer.credential(credential);
        boolean isKey = shown != null && shown.startsWith(ApiKey.PREFIX);
        // Where there is no key yet, whoever is asked for keys lets everybody in.
        return isKey && keys.isRequired()
                ? keys.login(credential, address)
                : tokens.login(credential, address);
    }
}
