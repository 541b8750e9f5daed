package io.agentgate.cli.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import java.util.Set;

/**
 * All that one {@code serve} needs to know.
 *
 * @param config what holds beside the rest, for the same process
 * @param files those of the command line
 * @param dashboardPort where the home's dashboard is, or is to be; 0 for a port that is free
 * @param chooser chooses anew when the configuration changes
 * @param choice the servers it begins with
 */
public record ServeSettings(
        Home home,
        Config config,
        NamedFiles files,
        Listener listener,
        int dashboardPort,
        ServedServers chooser,
        ServedServers.Choice choice) {

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
}
