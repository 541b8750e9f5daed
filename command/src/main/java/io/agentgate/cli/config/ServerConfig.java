package io.agentgate.cli.config;

import io.agentgate.gateway.caller.Networks;
import io.agentgate.gateway.federation.PrefixMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How {@code serve} listens, and what stands behind it.
 *
 * @param port 0 for one that is free
 * @param allowOrigins origins of web pages that may call, beside those of this machine
 * @param apiKeyHeader the header that carries a caller's key
 * @param trustedProxies from where others are believed which agent calls
 * @param prefix when names of several servers shown as one have those of their servers before them
 * @param streamMillis how long a stream with an answer is open at a time, in milliseconds; null for
 *     as long as it takes
 * @param tls what TLS needs, or null where clients connect without
 */
public record ServerConfig(
        int port,
        String bind,
        Set<String> allowOrigins,
        String apiKeyHeader,
        Networks trustedProxies,
        UpstreamConfig upstream,
        PrefixMode prefix,
        @Nullable Integer streamMillis,
        @Nullable ListenerTlsConfig tls) {
    public static final int MAX_PORT = 65_535;

    /** What holds where no file says otherwise. */
    public static final ServerConfig DEFAULT =
            new ServerConfig(7072, "127.0.0.1", Set.of(), "Authorization", UpstreamConfig.NONE);

    public ServerConfig {
        allowOrigins = Set.copyOf(allowOrigins);
    }

    /** Where clients connect without TLS, and names have that of their server before them. */
    public ServerConfig(
            int port,
            String bind,
            Set<String> allowOrigins,
            String apiKeyHeader,
            UpstreamConfig upstream) {
        this(
                port,
                bind,
                allowOrigins,
                apiKeyHeader,
                Networks.NONE,
                upstream,
                PrefixMode.ALWAYS,
                null,
                null);
    }
}
