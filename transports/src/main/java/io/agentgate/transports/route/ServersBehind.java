package io.agentgate.transports.route;

import io.agentgate.gateway.federation.FederationSettings;
import java.util.List;

/**
 * The servers behind a gateway.
 *
 * @param servers each with a name of its own
 * @param front what stands behind {@code /mcp}
 */
public record ServersBehind(List<ServerSettings> servers, Front front) {
    public ServersBehind {
        servers = List.copyOf(servers);
    }

    /** One server, which stands in front. */
    public static ServersBehind alone(ServerSettings server) {
        return new ServersBehind(List.of(server), new Front.One(server.name()));
    }

    /** What stands behind {@code /mcp}. */
    public sealed interface Front {
        /** The server of that name. */
        record One(String server) implements Front {}

        /**
         * All servers, shown as one.
         *
         * @param settings names them all
         */
        record All(FederationSettings settings) implements Front {}

        /**
         * Nothing.
         *
         * @param reason words for clients
         */
        record None(String reason) implements Front {}
    }
}
