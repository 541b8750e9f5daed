package io.agentgate.transports.upstream;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The one server behind a gateway.
 *
 * @param uri its MCP endpoint: http or https, with whatever path it has
 * @param server the name its calls are recorded under
 * @param headers go with every request to it; their values may be secret
 */
public record UpstreamSettings(URI uri, String server, List<Map.Entry<String, String>> headers) {
    public UpstreamSettings {
        headers = List.copyOf(headers);
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return "UpstreamSettings[" + uri + "]";
    }
}
