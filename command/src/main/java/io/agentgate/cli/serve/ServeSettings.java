package io.agentgate.cli.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.config.TlsConfig;
import io.agentgate.cli.installation.Home;
import io.agentgate.gateway.credential.Secrets;
import io.agentgate.gateway.credential.UpstreamCredential;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that one {@code serve} needs to know.
 *
 * @param config what holds beside the rest, for the same process
 * @param files those of the command line
 */
public record ServeSettings(
        Home home, Config config, NamedFiles files, Listener listener, Upstream upstream) {

    /**
     * Where clients connect.
     *
     * @param port 0 for one that is free
     * @param allowOrigins origins of web pages that may call, beside those of this machine
     */
    public record Listener(String bind, int port, Set<String> allowOrigins) {
        public Listener {
            allowOrigins = Set.copyOf(allowOrigins);
        }
    }

    /**
     * The server behind the gateway.
     *
     * @param server its name in records
     * @param headers sent with every request, with no variables left
     * @param access how it is shown who asks, and reached
     */
    public record Upstream(URI uri, String server, List<Header> headers, Access access) {
        public Upstream {
            headers = List.copyOf(headers);
        }

        /** A server that asks nobody, or is content with the headers. */
        public Upstream(URI uri, String server, List<Header> headers) {
            this(uri, server, headers, Access.NONE);
        }
    }

    /**
     * How a server is shown who asks, and reached by https.
     *
     * @param tls null for what Java trusts, and no certificate of our own
     */
    public record Access(UpstreamCredential credential, Secrets secrets, @Nullable TlsConfig tls) {
        /** Nothing is shown. */
        static final Access NONE =
                new Access(new UpstreamCredential.None(), new Secrets(Map.of()), null);
    }
}
