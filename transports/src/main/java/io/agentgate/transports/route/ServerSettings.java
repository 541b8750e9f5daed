package io.agentgate.transports.route;

import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.link.Links;
import io.agentgate.transports.upstream.Instances;
import io.agentgate.transports.upstream.UpstreamSettings;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One server behind a gateway, as it is configured. */
public sealed interface ServerSettings {
    /** The names that can stand in a path; at most 64 characters. */
    Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}");

    /** The name its calls are recorded under. */
    String name();

    /**
     * A Streamable HTTP endpoint: a client's exchanges become exchanges with it.
     *
     * @param several its endpoints, where it has more than the one of its settings
     * @param retries how often a request that was lost may be sent again
     */
    record OverHttp(UpstreamSettings upstream, @Nullable Instances several, int retries)
            implements ServerSettings {
        /** One with one endpoint, to which nothing is sent twice. */
        public OverHttp(UpstreamSettings upstream) {
            this(upstream, null, 0);
        }

        @Override
        public String name() {
            return upstream.server();
        }
    }

    /**
     * An endpoint of HTTP+SSE (MCP 2024-11-05), spoken with message by message.
     *
     * @param upstream its URI is that of the stream
     */
    record OverSse(UpstreamSettings upstream) implements ServerSettings {
        @Override
        public String name() {
            return upstream.server();
        }
    }

    /** A server that is spoken with message by message. */
    record OverLinks(String name, Links links, Timeouts timeouts) implements ServerSettings {
        /** One whose answers are waited for as long as usual. */
        public OverLinks(String name, Links links) {
            this(name, links, Timeouts.USUAL);
        }
    }
}
