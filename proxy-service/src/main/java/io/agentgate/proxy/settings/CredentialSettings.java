package io.agentgate.proxy.settings;

import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.TokenSource;
import io.agentgate.gateway.credential.UpstreamCredential;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the server is shown, in variables that begin with {@code AGENTGATE_UPSTREAM_CREDENTIAL_}.
 *
 * <p>They are read as they are: {@code ${env:…}} and {@code ${file:…}} in them name secrets, where
 * Quarkus' configuration would see expressions.
 */
public final class CredentialSettings {
    private static final String PREFIX = "AGENTGATE_UPSTREAM_CREDENTIAL_";

    private static final Set<String> OF_TOKENS =
            Set.of(
                    "TOKEN_ENDPOINT",
                    "CLIENT_ID",
                    "CLIENT_SECRET",
                    "SCOPES",
                    "AUDIENCE",
                    "RESOURCE",
                    "AUTHORITIES");

    private final Map<String, String> environment;

    public CredentialSettings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The credential that is configured.
     *
     * @throws SettingsException names the variable that is missing or wrong, and none of its value
     */
    public UpstreamCredential credential() throws SettingsException {
        String kind = value("KIND");
        return switch (kind == null ? "none" : kind) {
            case "none" -> {
                allow(Set.of());
                yield new UpstreamCredential.None();
            }
            case "bearer" -> {
                allow(Set.of("TOKEN"));
                yield new UpstreamCredential.Bearer(secret("TOKEN"));
            }
            case "header" -> {
                allow(Set.of("HEADER", "VALUE"));
                yield new UpstreamCredential.Header(needed("HEADER"), secret("VALUE"));
            }
            case "basic" -> {
                allow(Set.of("USER", "PASSWORD"));
                yield new UpstreamCredential.Basic(secret("USER"), secret("PASSWORD"));
            }
            case "client_credentials" -> {
                allow(OF_TOKENS);
                yield new UpstreamCredential.ClientCredentials(source());
            }
            case "token_exchange" -> {
                allow(OF_TOKENS);
                yield new UpstreamCredential.TokenExchange(source());
            }
            default ->
                    throw new SettingsException(
                            PREFIX + "KIND",
                            "must be none, bearer, header, basic, client_credentials or"
                                    + " token_exchange");
        };
    }

    /** A variable that no kind has, or another one, is a mistake that would go unseen. */
    private void allow(Set<String> names) throws SettingsException {
        for (String variable : new TreeSet<>(environment.keySet())) {
            if (variable.startsWith(PREFIX)) {
                String name = variable.substring(PREFIX.length());
                if (!name.equals("KIND") && !names.contains(name) && value(name) != null) {
                    throw new SettingsException(
                            variable, "has no place in this kind of credential");
                }
            }
        }
    }

    private TokenSource source() throws SettingsException {
        String scopes = value("SCOPES");
        try {
            return new TokenSource(
                    URI.create(needed("TOKEN_ENDPOINT")),
                    new TokenSource.Client(needed("CLIENT_ID"), secret("CLIENT_SECRET")),
                    scopes == null ? List.of() : List.of(scopes.split("[ ,]+")),
                    value("AUDIENCE"),
                    uri("RESOURCE"),
                    path("AUTHORITIES"));
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(
                    PREFIX + "TOKEN_ENDPOINT", "must be a plain http or https URL");
        }
    }

    private @Nullable URI uri(String name) throws SettingsException {
        String value = value(name);
        try {
            return value == null ? null : URI.create(value);
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException(PREFIX + name, "must be a URL");
        }
    }

    private @Nullable Path path(String name) throws SettingsException {
        String value = value(name);
        try {
            return value == null ? null : Path.of(value);
        } catch (InvalidPathException wrong) {
            throw new SettingsException(PREFIX + name, "must be a file");
        }
    }

    private SecretReference secret(String name) throws SettingsException {
        String value = needed(name);
        return SecretReference.parse(value)
                .orElseThrow(
                        () ->
                                new SettingsException(
                                        PREFIX + name,
                                        "must be ${env:NAME} or ${file:/path}: where the secret is,"
                                                + " not the secret"));
    }

    private String needed(String name) throws SettingsException {
        String value = value(name);
        if (value == null) {
            throw new SettingsException(PREFIX + name, "is needed for this kind of credential");
        }
        return value;
    }

    private @Nullable String value(String name) {
        String value = environment.get(PREFIX + name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
