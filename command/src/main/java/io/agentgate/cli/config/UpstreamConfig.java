package io.agentgate.cli.config;

import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.credential.UpstreamCredential;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server behind {@code serve}, as a configuration file describes it.
 *
 * @param url where its MCP endpoint is, or null where the command line must say
 * @param name its name in records, or null for the host of the URL
 * @param headers sent with every request, with variables still in their values
 * @param credential how it is shown who asks
 * @param tls how it is reached by https, or null for what Java trusts
 * @param timeouts how long its answers are waited for
 * @param retries how often a request that was lost may be sent again
 */
public record UpstreamConfig(
        @Nullable URI url,
        @Nullable String name,
        List<Header> headers,
        UpstreamCredential credential,
        @Nullable TlsConfig tls,
        Timeouts timeouts,
        int retries) {
    public static final UpstreamConfig NONE = new UpstreamConfig(null, null, List.of());

    public UpstreamConfig {
        headers = List.copyOf(headers);
    }

    /** A server that asks nobody, or is content with the headers. */
    public UpstreamConfig(@Nullable URI url, @Nullable String name, List<Header> headers) {
        this(
                url,
                name,
                headers,
                new UpstreamCredential.None(),
                null,
                Timeouts.USUAL,
                Endpoints.RETRIES);
    }
}
