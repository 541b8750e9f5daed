package io.agentgate.proxy.identity;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Verification by quarkus-oidc: the issuer's keys by discovery, fetched anew when a token names one
 * that is not known; signature, issuer, audience and times with the configured skew.
 */
final class OidcVerifier implements TokenVerifier {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TenantIdentityProvider provider;

    OidcVerifier(TenantIdentityProvider provider) {
        this.provider = provider;
    }

    @Override
    public CompletionStage<Verified> verify(String token) {
        return provider.authenticate(new AccessTokenCredential(token))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(AuthenticationFailedException.class)
                .transform(refused -> new TokenRefusedException())
                .map(identity -> verified(token))
                .subscribeAsCompletionStage();
    }

    private static Verified verified(String token) {
        JsonObject claims = TokenForm.claims(token);
        // quarkus-oidc has read them, too, and a token without an end is no token to it.
        if (claims == null || !(claims.getValue("exp") instanceof Number end)) {
            throw new TokenRefusedException();
        }
        return new Verified(claims.getMap(), Instant.ofEpochSecond(end.longValue()));
    }
}
