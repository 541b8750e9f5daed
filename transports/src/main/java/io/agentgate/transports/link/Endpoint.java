package io.agentgate.transports.link;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a server of HTTP+SSE takes messages, as its first event says.
 *
 * <p>It must be at the origin of the stream: what is posted carries headers and credentials that
 * are meant for this server and no other.
 */
final class Endpoint {
    private static final int MAX_LENGTH = 4_096;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Endpoint() {}

    /**
     * The target of a request to the endpoint (RFC 9112, section 3.2.1).
     *
     * @param stream the URI of the stream
     * @param said what the event holds: a URI, or a reference to resolve against the stream's
     * @throws UnusableException if it is none, or leads elsewhere
     */
    static String target(URI stream, String said) throws UnusableException {
        URI endpoint = resolved(stream, said.strip());
        if (!isSameOrigin(stream, endpoint)) {
            throw new UnusableException("the server names an endpoint of another origin");
        }
        String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
        return endpoint.getRawQuery() == null ? path : path + '?' + endpoint.getRawQuery();
    }

    private static URI resolved(URI stream, String said) throws UnusableException {
        if (said.isEmpty() || said.length() > MAX_LENGTH) {
            throw new UnusableException("the server names no endpoint");
        }
        try {
            // A reference that is a query only keeps the path (RFC 3986, section 5.2.2), which
            // java.net.URI does not know.
            URI reference = new URI(said.startsWith("?") ? stream.getRawPath() + said : said);
            return new URI(stream.resolve(reference).toASCIIString());
        } catch (URISyntaxException unreadable) {
            throw new UnusableException("the server's endpoint is no URI");
        }
    }

    private static boolean isSameOrigin(URI stream, URI endpoint) {
        return endpoint.getRawPath() != null
                && endpoint.getRawUserInfo() == null
                && lower(stream.getScheme()).equals(lower(endpoint.getScheme()))
                && lower(stream.getHost()).equals(lower(endpoint.getHost()))
                && port(stream) == port(endpoint);
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return lower(uri.getScheme()).equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    /** An endpoint to which nothing may be posted; its message is for the client. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
