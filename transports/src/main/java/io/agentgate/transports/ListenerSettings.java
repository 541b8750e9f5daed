package io.agentgate.transports;

import io.agentgate.gateway.caller.Networks;
import io.agentgate.transports.entrance.ProtectedResource;
import io.agentgate.transports.tls.ListenerTls;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach a gateway.
 *
 * @param host the address to listen on
 * @param port the port, or 0 for any that is free
 * @param hosts names under which it answers, in lower case and without a port; empty for whatever
 *     name
 * @param allowedOrigins web origins whose pages may call, beside those of this machine
 * @param resource what clients are told of the issuers of tokens; null where none are taken
 * @param longestStream how long a stream with an answer is open at a time, where the gateway makes
 *     it; null for as long as it takes
 * @param tls what TLS needs; null where clients connect without
 * @param trustedProxies from where others are believed whose a request is
 */
public record ListenerSettings(
        String host,
        int port,
        Set<String> hosts,
        Set<String> allowedOrigins,
        @Nullable ProtectedResource resource,
        @Nullable Duration longestStream,
        @Nullable ListenerTls tls,
        Networks trustedProxies) {
    /** The names of this machine for itself. */
    public static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public ListenerSettings {
        hosts = Set.copyOf(hosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** Where nobody is believed whose a request is. */
    public ListenerSettings(
            String host,
            int port,
            Set<String> hosts,
            Set<String> allowedOrigins,
            @Nullable ProtectedResource resource,
            @Nullable Duration longestStream,
            @Nullable ListenerTls tls) {
        this(host, port, hosts, allowedOrigins, resource, longestStream, tls, Networks.NONE);
    }

    /** Where clients connect without TLS. */
    public ListenerSettings(
            String host,
            int port,
            Set<String> hosts,
            Set<String> allowedOrigins,
            @Nullable ProtectedResource resource) {
        this(host, port, hosts, allowedOrigins, resource, null, null);
    }

    /** Where no tokens are taken, and clients connect without TLS. */
    public ListenerSettings(String host, int port, Set<String> hosts, Set<String> allowedOrigins) {
        this(host, port, hosts, allowedOrigins, null, null, null);
    }
}
