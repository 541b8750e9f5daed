package io.agentgate.cli.config;

import io.agentgate.gateway.call.Timeouts;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server behind {@code serve}, as a configuration file describes it.
 *
 * @param url where its MCP endpoint is, or null where the command line must say
 * @param name its name in records, or null for the host of the URL
 * @param headers sent with every request, with variables still in their values
 * @param access how it is shown who asks, and reached
 * @param timeouts how long its answers are waited for
 * @param retries how often a request that was lost may be sent again
 * @param validatesArguments whether arguments have to fit what it lists of its tools
 */
public record UpstreamConfig(
        @Nullable URI url,
        @Nullable String name,
        List<Header> headers,
        AccessConfig access,
        Timeouts timeouts,
        int retries,
        boolean validatesArguments) {
    public static final UpstreamConfig NONE = new UpstreamConfig(null, null, List.of());

    public UpstreamConfig {
        headers = List.copyOf(headers);
    }

    /** A server that asks nobody, or is content with the headers. */
    public UpstreamConfig(@Nullable URI url, @Nullable String name, List<Header> headers) {
        this(url, name, headers, AccessConfig.NONE, Timeouts.USUAL, Endpoints.RETRIES, false);
    }
}
