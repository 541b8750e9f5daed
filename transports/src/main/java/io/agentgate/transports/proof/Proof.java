package io.agentgate.transports.proof;

import io.agentgate.gateway.credential.Secret;
import io.agentgate.gateway.credential.SecretException;
import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.credential.TokenSource;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The lines of a request's head that show the server who asks. Thread safe. */
public sealed interface Proof permits StandingProof, FetchedProof {
    /**
     * The lines for a request, each with its end; never changed again.
     *
     * @param subject the token of whom it is made for
     * @return null if they have to be fetched
     */
    byte @Nullable [] atHand(@Nullable SubjectToken subject);

    /**
     * The same once they are there, on whatever thread.
     *
     * @return fails with a {@link ProofException}
     */
    CompletionStage<byte[]> fetch(@Nullable SubjectToken subject);

    /** Takes note that the server did not accept these lines. */
    void refused(@Nullable SubjectToken subject, byte[] lines);

    /** Whether others can be fetched in place of what was not accepted. */
    boolean canRenew();

    /**
     * The proof this credential is for; reads files, so not for an event loop.
     *
     * @param secrets where its secrets are
     */
    static Proof of(Vertx vertx, UpstreamCredential credential, Secrets secrets)
            throws SecretException, IOException {
        return switch (credential) {
            case UpstreamCredential.None() -> StandingProof.ofNothing();
            case UpstreamCredential.Bearer(SecretReference token) ->
                    StandingProof.bearer(secrets.open(token));
            case UpstreamCredential.Header(String name, SecretReference value) ->
                    StandingProof.header(name, secrets.open(value));
            case UpstreamCredential.Basic(SecretReference user, SecretReference password) ->
                    StandingProof.basic(secrets.open(user), secrets.open(password));
            case UpstreamCredential.ClientCredentials(TokenSource source) ->
                    new FetchedProof(
                            endpoint(vertx, source, secrets)::ask,
                            new Grant.OfClient(source),
                            System::nanoTime);
            case UpstreamCredential.TokenExchange(TokenSource source) ->
                    new FetchedProof(
                            endpoint(vertx, source, secrets)::ask,
                            new Grant.Exchange(source),
                            System::nanoTime);
        };
    }

    private static TokenEndpoint endpoint(Vertx vertx, TokenSource source, Secrets secrets)
            throws SecretException, IOException {
        Secret secret = secrets.open(source.client().secret());
        return TokenEndpoint.open(vertx, source, secret);
    }
}
