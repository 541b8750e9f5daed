package io.agentgate.transports;

import java.util.Set;

/**
 * Where clients reach a gateway.
 *
 * @param host the address to listen on
 * @param port the port, or 0 for any that is free
 * @param loopback whether only this machine can reach that address
 * @param allowedOrigins web origins whose pages may call, beside those of this machine
 */
public record ListenerSettings(
        String host, int port, boolean loopback, Set<String> allowedOrigins) {
    public ListenerSettings {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }
}
