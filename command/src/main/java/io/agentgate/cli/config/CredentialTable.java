package io.agentgate.cli.config;

import io.agentgate.gateway.credential.SecretReference;
import io.agentgate.gateway.credential.TokenSource;
import io.agentgate.gateway.credential.UpstreamCredential;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table {@code credential} of a server on its way to an {@link UpstreamCredential}. */
final class CredentialTable {
    static final String KIND = "kind";
    static final List<String> KINDS = List.of("bearer", "header", "basic", "client_credentials");
    static final List<String> KEYS =
            List.of(
                    KIND,
                    "token",
                    "name",
                    "value",
                    "user",
                    "password",
                    "token_url",
                    "client_id",
                    "client_secret",
                    "scope",
                    "audience",
                    "resource",
                    "ca");

    private final InnerTable table;

    private CredentialTable(InnerTable table) {
        this.table = table;
    }

    /**
     * The credential.
     *
     * @param table null where a server is shown none
     * @param headers those the server gets beside, none of which the credential may set
     */
    static UpstreamCredential read(@Nullable InnerTable table, List<Header> headers) {
        if (table == null) {
            return new UpstreamCredential.None();
        }
        UpstreamCredential credential = new CredentialTable(table).credential();
        String taken = header(credential);
        if (headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(taken))) {
            table.report(
                    "`"
                            + table.name()
                            + "` sets the header `"
                            + taken
                            + "`, and `"
                            + table.beside("headers")
                            + "` does, too");
        }
        return credential;
    }

    /** The header it is shown in; empty for none. */
    private static String header(UpstreamCredential credential) {
        return switch (credential) {
            case UpstreamCredential.None() -> "";
            case UpstreamCredential.Header(String name, _) -> name;
            case UpstreamCredential.Bearer _,
                    UpstreamCredential.Basic _,
                    UpstreamCredential.ClientCredentials _,
                    UpstreamCredential.TokenExchange _ ->
                    "Authorization";
        };
    }

    private String named(String key) {
        return "`" + table.name() + "." + key + "`";
    }

    private UpstreamCredential credential() {
        String kind = table.needed(KIND, "one of " + String.join(", ", KINDS));
        return switch (kind) {
            case "bearer" -> {
                only("token");
                yield new UpstreamCredential.Bearer(secret("token"));
            }
            case "header" -> {
                only("name", "value");
                yield new UpstreamCredential.Header(header(), secret("value"));
            }
            case "basic" -> {
                only("user", "password");
                yield new UpstreamCredential.Basic(secret("user"), secret("password"));
            }
            case "client_credentials" -> {
                only(
                        "token_url",
                        "client_id",
                        "client_secret",
                        "scope",
                        "audience",
                        "resource",
                        "ca");
                yield clientCredentials();
            }
            default -> {
                if (!kind.isEmpty()) {
                    table.report(KIND, named(KIND) + " must be one of " + String.join(", ", KINDS));
                }
                yield new UpstreamCredential.None();
            }
        };
    }

    /** What another kind needs is a mistake. */
    private void only(String... keys) {
        String[] all = new String[keys.length + 1];
        all[0] = KIND;
        System.arraycopy(keys, 0, all, 1, keys.length);
        for (String stray : table.besides(all)) {
            if (!KEYS.contains(stray)) {
                // That it is unknown is told before.
                continue;
            }
            table.report(stray, named(stray) + " belongs to another kind");
        }
    }

    private SecretReference secret(String key) {
        String text = table.needed(key, SecretReference.FORM);
        Optional<SecretReference> reference = SecretReference.parse(text);
        if (reference.isEmpty() && !text.isEmpty()) {
            // The text is not shown: it may be the secret.
            table.report(key, named(key) + " must be " + SecretReference.FORM);
        }
        return reference.orElse(new SecretReference.Environment("UNKNOWN"));
    }

    private String header() {
        String name = table.needed("name", "the name of a header");
        if (!name.isEmpty() && !Header.isFree(name)) {
            table.report("name", named("name") + " names no header that may be set");
        }
        return name;
    }

    private UpstreamCredential clientCredentials() {
        String client = table.needed("client_id", "the gateway's id at the authorization server");
        SecretReference secret = secret("client_secret");
        URI endpoint = url("token_url", true);
        String scope = table.text("scope", "words separated by blanks");
        String audience = table.text("audience", "text in quotes");
        URI resource = url("resource", false);
        if (endpoint == null) {
            return new UpstreamCredential.None();
        }
        return new UpstreamCredential.ClientCredentials(
                new TokenSource(
                        endpoint,
                        new TokenSource.Client(client, secret),
                        scope == null ? List.of() : List.of(scope.strip().split("\\s+")),
                        audience,
                        resource,
                        table.path("ca")));
    }

    private @Nullable URI url(String key, boolean isNeeded) {
        String text =
                isNeeded
                        ? table.needed(key, Address.UPSTREAM_FORM)
                        : table.text(key, Address.UPSTREAM_FORM);
        if (text == null || text.isEmpty()) {
            return null;
        }
        Optional<URI> url = Address.upstream(text);
        if (url.isEmpty()) {
            table.report(key, named(key) + " must be " + Address.UPSTREAM_FORM);
        }
        return url.orElse(null);
    }
}
