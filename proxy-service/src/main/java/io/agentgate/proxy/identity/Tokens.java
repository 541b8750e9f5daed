package io.agentgate.proxy.identity;

import io.agentgate.proxy.settings.ProxySettings;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.FailedLogins;
import io.quarkus.oidc.TenantIdentityProvider;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;

/** Makes the authentication by access tokens, as the settings say. */
@Singleton
public class Tokens {
    private final TenantIdentityProvider provider;
    private final ProxySettings settings;
    private final boolean keepsTokens;

    @Inject
    Tokens(TenantIdentityProvider provider, ProxySettings settings) {
        this(provider, settings, false);
    }

    private Tokens(TenantIdentityProvider provider, ProxySettings settings, boolean keepsTokens) {
        this.provider = provider;
        this.settings = settings;
        this.keepsTokens = keepsTokens;
    }

    /**
     * The same.
     *
     * @param tokens whether verified tokens stay with their callers, to be exchanged for others
     */
    public Tokens keeping(boolean tokens) {
        return new Tokens(provider, settings, tokens);
    }

    /**
     * Authentication by access tokens.
     *
     * @param mapping gives the roles that the policy-service makes of claims
     * @param failed knows whoever failed before
     */
    public Authentication authentication(
            Function<Map<String, Object>, SortedSet<String>> mapping, FailedLogins failed) {
        ProxySettings.Oidc oidc = settings.oidc();
        ClaimNames names =
                new ClaimNames(
                        oidc.callerClaim(),
                        oidc.agentClaim(),
                        oidc.rolesClaim(),
                        oidc.scopes().orElse(List.of()));
        return new TokenAuthentication(
                new TokenForm(oidc.algorithms()),
                new OidcVerifier(provider),
                new Claims(names, mapping),
                failed,
                new TokenAuthentication.Manner(oidc.header(), keepsTokens),
                InstantSource.system());
    }
}
