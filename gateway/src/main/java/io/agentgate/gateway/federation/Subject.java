package io.agentgate.gateway.federation;

import io.agentgate.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * The URI that a request of the client is about: answers spell it as the request did.
 *
 * @param uri as the server spells it
 * @param bare whether the client left the server's prefix away
 */
record Subject(String uri, boolean bare) {

    /** What a request to a server is about; null if that is no URI. */
    static @Nullable Subject of(Request request, ServerName server) {
        String uri = request.params().uri();
        if (uri == null || !request.method().startsWith("resources/")) {
            return null;
        }
        return server.owns(Carrier.URI, uri)
                ? new Subject(Namings.bare(server, Carrier.URI, uri), false)
                : new Subject(uri, true);
    }
}
