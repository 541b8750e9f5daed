package io.agentgate.proxy.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.FailedLogins;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Authentication by the access tokens of an issuer (RFC 6750, RFC 9068).
 *
 * <p>A token that was verified is not verified again for {@link #REMEMBERED}, nor beyond its own
 * end. What is remembered are its hash and what came of it, {@link #MAX_REMEMBERED} at most.
 */
public final class TokenAuthentication implements Authentication {
    /** How long the verification of a token counts. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final long MAX_REMEMBERED = 10_000;
    private static final Login.Denied UNAVAILABLE =
            new Login.Denied(
                    new Rejection(503, "tokens cannot be verified now", "Retry-After", "2"));

    private final TokenForm form;
    private final TokenVerifier verifier;
    private final Claims claims;
    private final FailedLogins failed;
    private final Manner manner;
    private final InstantSource clock;
    private final Cache<String, Remembered> remembered =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(REMEMBERED).build();

    private record Remembered(Login.Accepted login, Instant until) {}

    /**
     * How tokens are taken.
     *
     * @param header the header that carries them
     * @param keepsTokens whether they stay with their callers, to be exchanged for others
     */
    record Manner(String header, boolean keepsTokens) {}

    /**
     * @param failed knows whoever failed before
     */
    TokenAuthentication(
            TokenForm form,
            TokenVerifier verifier,
            Claims claims,
            FailedLogins failed,
            Manner manner,
            InstantSource clock) {
        this.form = form;
        this.verifier = verifier;
        this.claims = claims;
        this.failed = failed;
        this.manner = manner;
        this.clock = clock;
    }

    @Override
    public String header() {
        return manner.header();
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public Login login(@Nullable String credential, String address) {
        Rejection blocked = failed.blocked(address);
        if (blocked != null) {
            return new Login.Denied(blocked);
        }
        String token = credential == null ? null : Bearer.credential(credential);
        if (token == null) {
            return Bearer.missing("an access token or an API key is needed");
        }
        String problem = form.problem(token);
        if (problem != null) {
            failed.failed(address);
            return Bearer.invalid(problem);
        }
        String hash = hash(token);
        Remembered before = remembered.getIfPresent(hash);
        if (before != null && clock.instant().isBefore(before.until())) {
            return before.login();
        }
        return new Login.Later(verified(token, hash, address));
    }

    private CompletionStage<Login.Known> verified(String token, String hash, String address) {
        return verifier.verify(token)
                .handle(
                        (verified, failure) -> {
                            Login.Known known =
                                    verified == null
                                            ? denied(failure)
                                            : accepted(verified, token, hash);
                            if (known instanceof Login.Denied(Rejection why)
                                    && why.status() == 401) {
                                failed.failed(address);
                            }
                            return known;
                        });
    }

    private Login.Known accepted(TokenVerifier.Verified verified, String token, String hash) {
        Login.Known known = claims.login(verified.claims());
        if (known instanceof Login.Accepted plain) {
            Login.Accepted login = manner.keepsTokens() ? with(plain, token) : plain;
            remembered.put(hash, new Remembered(login, verified.expires()));
            return login;
        }
        return known;
    }

    private static Login.Accepted with(Login.Accepted login, String token) {
        return new Login.Accepted(
                login.caller(),
                login.proven(),
                login.agent(),
                login.roles(),
                new SubjectToken(token));
    }

    private static Login.Denied denied(@Nullable Throwable failure) {
        Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
        return why instanceof TokenRefusedException
                ? Bearer.invalid("the token is not valid")
                : UNAVAILABLE;
    }

    private static String hash(String token) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has this algorithm (java.security.MessageDigest).
            throw new IllegalStateException(impossible);
        }
    }
}
