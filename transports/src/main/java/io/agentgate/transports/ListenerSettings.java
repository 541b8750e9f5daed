package io.agentgate.transports;

import io.agentgate.transports.entrance.ProtectedResource;
import io.agentgate.transports.tls.ListenerTls;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where clients reach a gateway.
 *
 * @param host the address to listen on
 * @param port the port, or 0 for any that is free
 * @param loopback whether only this machine can reach that address
 * @param allowedOrigins web origins whose pages may call, beside those of this machine
 * @param resource what clients are told of the issuers of tokens; null where none are taken
 * @param tls what TLS needs; null where clients connect without
 */
public record ListenerSettings(
        String host,
        int port,
        boolean loopback,
        Set<String> allowedOrigins,
        @Nullable ProtectedResource resource,
        @Nullable ListenerTls tls) {
    public ListenerSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** Where clients connect without TLS. */
    public ListenerSettings(
            String host,
            int port,
            boolean loopback,
            Set<String> allowedOrigins,
            @Nullable ProtectedResource resource) {
        this(host, port, loopback, allowedOrigins, resource, null);
    }

    /** Where no tokens are taken, and clients connect without TLS. */
    public ListenerSettings(String host, int port, boolean loopback, Set<String> allowedOrigins) {
        this(host, port, loopback, allowedOrigins, null, null);
    }
}
