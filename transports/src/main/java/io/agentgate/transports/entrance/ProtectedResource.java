package io.agentgate.transports.entrance;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway tells clients of the issuers whose tokens it takes: the metadata of each of its
 * routes (RFC 9728) and where they stand.
 *
 * @param base the URL under which clients reach the gateway, without a path or with that of a
 *     reverse proxy
 * @param issuers who issues tokens, at least one
 * @param scopes what a client should ask for; may be empty
 */
public record ProtectedResource(URI base, List<String> issuers, List<String> scopes) {
    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
    private static final String FIRST_ROUTE = "/mcp";
    private static final List<String> ROUTES = List.of(FIRST_ROUTE, "/servers/default/mcp");

    public ProtectedResource {
        issuers = List.copyOf(issuers);
        scopes = List.copyOf(scopes);
        boolean web = "https".equals(base.getScheme()) || "http".equals(base.getScheme());
        if (!web || base.getHost() == null || base.getRawQuery() != null) {
            throw new IllegalArgumentException("the public URL must be http or https, and plain");
        }
        if (issuers.isEmpty()) {
            throw new IllegalArgumentException("metadata needs an issuer");
        }
        if (!issuers.stream().allMatch(ProtectedResource::canBeQuoted)
                || !scopes.stream().allMatch(ProtectedResource::canBeQuoted)) {
            throw new IllegalArgumentException("an issuer or a scope cannot be quoted");
        }
    }

    private static boolean canBeQuoted(String text) {
        return VisibleText.is(text) && text.indexOf('"') < 0 && text.indexOf('\\') < 0;
    }

    /** Whether this is a path under which metadata is looked for. */
    public static boolean isMetadata(String path) {
        return path.equals(WELL_KNOWN) || path.startsWith(WELL_KNOWN + '/');
    }

    /** The metadata at this path, or null if none is there. */
    public @Nullable String document(String path) {
        String route = path.equals(WELL_KNOWN) ? FIRST_ROUTE : path.substring(WELL_KNOWN.length());
        if (!ROUTES.contains(route)) {
            return null;
        }
        return "{\"resource\":\""
                + at(route)
                + "\",\"authorization_servers\":"
                + array(issuers)
                + (scopes.isEmpty() ? "" : ",\"scopes_supported\":" + array(scopes))
                + ",\"bearer_methods_supported\":[\"header\"]}";
    }

    private static String array(List<String> texts) {
        return texts.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    private String at(String path) {
        String text = base.toString();
        return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path;
    }

    /** The same rejection; where it asks for a token, it says where to learn of its issuer. */
    Rejection explained(Rejection rejection, String route) {
        return rejection.mapped(
                header ->
                        header.name().equals(Bearer.CHALLENGE)
                                ? new Rejection.Header(
                                        header.name(), challenge(header.value(), route))
                                : header);
    }

    private String challenge(String value, String route) {
        String known = ROUTES.contains(route) ? route : FIRST_ROUTE;
        String more = "resource_metadata=\"" + at(WELL_KNOWN + known) + '"';
        if (!scopes.isEmpty() && !value.contains("scope=")) {
            more += ", scope=\"" + String.join(" ", scopes) + '"';
        }
        return value + (value.equals(Bearer.SCHEME) ? " " : ", ") + more;
    }
}
