package io.agentgate.cli.serve;

import io.agentgate.cli.config.Endpoints;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.config.TlsConfig;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One server behind {@code serve}. */
public sealed interface Served {
    /** Its name in paths and in records. */
    String name();

    /**
     * A server of Streamable HTTP.
     *
     * @param endpoints where it is reached
     * @param headers sent with every request, with no variables left
     * @param access how it is shown who asks, and reached
     * @param timeouts how long its answers are waited for
     */
    record Endpoint(
            String name,
            Endpoints endpoints,
            List<Header> headers,
            Access access,
            Timeouts timeouts)
            implements Served {
        public Endpoint {
            headers = List.copyOf(headers);
        }

        /** A server that asks nobody, or is content with the headers. */
        public Endpoint(String name, URI uri, List<Header> headers) {
            this(name, Endpoints.one(uri), headers, Access.NONE, Timeouts.USUAL);
        }

        /** Where it is reached as a rule. */
        public URI uri() {
            return endpoints.first();
        }
    }

    /**
     * A server of HTTP+SSE, the transport that Streamable HTTP replaced.
     *
     * @param stream its URI is that of the stream
     */
    record Sse(Endpoint stream) implements Served {
        @Override
        public String name() {
            return stream.name();
        }
    }

    /** A program, of which each session has one of its own. */
    record Program(io.agentgate.cli.config.Program program) implements Served {
        @Override
        public String name() {
            return program.name();
        }
    }

    /**
     * How a server is shown who asks, and reached by https.
     *
     * @param tls null for what Java trusts, and no certificate of our own
     */
    record Access(UpstreamCredential credential, Secrets secrets, @Nullable TlsConfig tls) {
        /** Nothing is shown. */
        static final Access NONE =
                new Access(new UpstreamCredential.None(), new Secrets(Map.of()), null);
    }
}
