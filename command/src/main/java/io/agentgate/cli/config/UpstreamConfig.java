package io.agentgate.cli.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server behind {@code serve}, as a configuration file describes it.
 *
 * @param url where its MCP endpoint is, or null where the command line must say
 * @param name its name in records, or null for the host of the URL
 * @param headers sent with every request, with variables still in their values
 */
public record UpstreamConfig(@Nullable URI url, @Nullable String name, List<Header> headers) {
    public static final UpstreamConfig NONE = new UpstreamConfig(null, null, List.of());

    public UpstreamConfig {
        headers = List.copyOf(headers);
    }
}
