package io.agentgate.transports.upstream;

import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
import io.agentgate.transports.tls.TlsFiles;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one server behind a gateway.
 *
 * @param uri its MCP endpoint: http or https, with whatever path it has
 * @param server the name its calls are recorded under
 * @param headers go with every request to it; their values may be secret
 * @param credential how it is shown who asks
 * @param secrets where the secrets of that are
 * @param tls how it is reached by https; null for what Java trusts, and no certificate of our own
 * @param timeouts how long its answers are waited for
 */
public record UpstreamSettings(
        URI uri,
        String server,
        List<Map.Entry<String, String>> headers,
        UpstreamCredential credential,
        Secrets secrets,
        @Nullable TlsFiles tls,
        Timeouts timeouts) {
    public UpstreamSettings {
        headers = List.copyOf(headers);
    }

    /** A server whose answers are waited for as long as usual. */
    public UpstreamSettings(
            URI uri,
            String server,
            List<Map.Entry<String, String>> headers,
            UpstreamCredential credential,
            Secrets secrets,
            @Nullable TlsFiles tls) {
        this(uri, server, headers, credential, secrets, tls, Timeouts.USUAL);
    }

    /** A server that asks nobody, or is content with the headers. */
    public UpstreamSettings(URI uri, String server, List<Map.Entry<String, String>> headers) {
        this(uri, server, headers, new UpstreamCredential.None(), new Secrets(Map.of()), null);
    }

    /** The same at another endpoint. */
    UpstreamSettings at(URI other) {
        return new UpstreamSettings(other, server, headers, credential, secrets, tls, timeouts);
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return "UpstreamSettings[" + uri + "]";
    }
}
