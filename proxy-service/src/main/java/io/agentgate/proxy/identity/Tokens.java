package io.agentgate.proxy.identity;

import io.agentgate.proxy.settings.ProxySettings;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.FailedLogins;
import io.quarkus.oidc.TenantIdentityProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;

/** Makes the authentication by access tokens, as the settings say. */
@ApplicationScoped
public class Tokens {
    private final TenantIdentityProvider provider;
    private final ProxySettings settings;

    Tokens(TenantIdentityProvider provider, ProxySettings settings) {
        this.provider = provider;
        this.settings = settings;
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
                oidc.header(),
                InstantSource.system());
    }
}
