package io.agentgate.cli.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.installation.Home;
import java.net.URI;
import java.util.List;
import java.util.Set;

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
     */
    public record Upstream(URI uri, String server, List<Header> headers) {
        public Upstream {
            headers = List.copyOf(headers);
        }
    }
}
