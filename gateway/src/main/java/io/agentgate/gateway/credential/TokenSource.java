package io.agentgate.gateway.credential;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint of an authorization server, and what to ask it for.
 *
 * @param endpoint http or https
 * @param client the gateway, as the authorization server knows it
 * @param scopes may be empty
 * @param audience whom the token is to be for, by name; null not to say
 * @param resource the same by its URL (RFC 8707); null not to say
 * @param authorities who vouches for the endpoint's certificate, in PEM; null for those that Java
 *     trusts
 */
public record TokenSource(
        URI endpoint,
        Client client,
        List<String> scopes,
        @Nullable String audience,
        @Nullable URI resource,
        @Nullable Path authorities) {

    /** A client of an authorization server (RFC 6749, section 2.3.1). */
    public record Client(String id, SecretReference secret) {}

    public TokenSource {
        scopes = List.copyOf(scopes);
        boolean web = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
        if (!web || endpoint.getHost() == null || endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a token endpoint is a plain http or https URL");
        }
    }
}
