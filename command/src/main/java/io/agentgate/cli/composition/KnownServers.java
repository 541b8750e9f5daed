package io.agentgate.cli.composition;

import io.agentgate.cli.status.ServerState;
import io.agentgate.cli.status.ServerTools;
import io.agentgate.gateway.PolicySource;
import io.agentgate.gateway.catalogue.KnownTools;
import io.agentgate.gateway.catalogue.ToolCatalogue;
import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.meter.ServerWatch;
import java.util.Set;

/**
 * What is known of the servers behind one process, for people who look: what was seen as messages
 * passed. Asks servers nothing.
 */
public final class KnownServers {
    private final ToolCatalogue catalogue;
    private final KnownTools known;
    private final ServerWatch watch;

    KnownServers(
            PolicySource policies,
            ToolCatalogue catalogue,
            CircuitGuard breaker,
            ServerWatch watch) {
        this.catalogue = catalogue;
        this.known = new KnownTools(policies, catalogue, breaker);
        this.watch = watch;
    }

    /** What was seen of all of them. */
    public ServerWatch watch() {
        return watch;
    }

    /** Nothing is remembered of other servers' tools any more. */
    public void keepOnly(Set<String> names) {
        catalogue.keepOnly(names);
    }

    /**
     * A server with the tools that it listed last.
     *
     * @param transport how it is reached
     */
    public ServerTools withTools(ServerState server, String transport) {
        KnownTools.OfServer tools = known.of(server.name());
        return new ServerTools(server, transport, tools.tools(), tools.leftOut());
    }
}
