package io.agentgate.cli.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads addresses of the web: those of servers, and the origins of pages. */
public final class Address {
    /** What {@link #upstream} wants, for messages. */
    public static final String UPSTREAM_FORM =
            "an http or https URL with a host, without user name and fragment";

    /** What {@link #origin} wants, for messages. */
    public static final String ORIGIN_FORM =
            "an origin such as https://app.example.com, without a path";

    private Address() {}

    /** The URL of an MCP endpoint. Credentials do not belong into it: they go into a header. */
    public static Optional<URI> upstream(String text) {
        URI uri = web(text);
        return uri == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null
                ? Optional.empty()
                : Optional.of(uri);
    }

    /** An origin as browsers send it: scheme, host and, if it is not the scheme's own, port. */
    public static Optional<String> origin(String text) {
        URI uri = web(text);
        if (uri == null) {
            return Optional.empty();
        }
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        if (uri.getRawUserInfo() != null || !origin.equals(text)) {
            return Optional.empty();
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        return Optional.of(
                uri.getPort() == ownPort(uri) ? lower.substring(0, lower.lastIndexOf(':')) : lower);
    }

    private static int ownPort(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static @Nullable URI web(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            return uri.getHost() != null
                            && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
                            && uri.getPort() <= ServerConfig.MAX_PORT
                            && uri.getPort() != 0
                    ? uri
                    : null;
        } catch (URISyntaxException wrong) {
            return null;
        }
    }
}
