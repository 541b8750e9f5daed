package io.agentgate.cli.composition;

import io.agentgate.cli.status.ServerState;
import io.agentgate.cli.status.ServerTools;
import io.agentgate.gateway.PolicySource;
import io.agentgate.gateway.call.ListedHints;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.gateway.catalogue.ToolCatalogue;
import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitState;
import io.agentgate.gateway.meter.ServerWatch;
import io.agentgate.policy.Operation;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Target;
import io.agentgate.policy.ToolHints;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the servers behind one process, for people who look: what was seen as messages
 * passed. Asks servers nothing.
 */
public final class KnownServers {
    private final PolicySource policies;
    private final ToolCatalogue catalogue;
    private final CircuitGuard breaker;
    private final ServerWatch watch;

    KnownServers(
            PolicySource policies,
            ToolCatalogue catalogue,
            CircuitGuard breaker,
            ServerWatch watch) {
        this.policies = policies;
        this.catalogue = catalogue;
        this.breaker = breaker;
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
        PolicySet rules = policies.current().forServer(server.name());
        Map<String, CircuitState> circuits = breaker.notClosed(server.name());
        ToolCatalogue.Tools tools = catalogue.of(server.name());
        return new ServerTools(
                server,
                transport,
                tools.kept().stream().map(tool -> shown(tool, rules, circuits)).toList(),
                tools.leftOut());
    }

    private static ServerTools.Tool shown(
            ListedTool tool, PolicySet rules, Map<String, CircuitState> circuits) {
        ListedTool.Definition definition = tool.definition();
        ToolHints hints =
                definition == null ? null : ListedHints.hints(definition.member("annotations"));
        Operation operation = rules.operations().of(Target.tool(tool.name()), hints);
        CircuitState circuit = circuits.get(tool.name());
        return new ServerTools.Tool(
                tool,
                operation == null ? null : operation.word(),
                circuit == null ? null : circuit.name().toLowerCase(Locale.ROOT));
    }
}
