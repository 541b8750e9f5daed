package io.agentgate.gateway.catalogue;

import io.agentgate.gateway.PolicySource;
import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitState;
import io.agentgate.policy.Operation;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Target;
import io.agentgate.policy.ToolHints;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tools that servers listed last, with what the rules in force and the circuits say of each.
 * Thread safe.
 */
public final class KnownTools {
    private final PolicySource policies;
    private final ToolCatalogue catalogue;
    private final @Nullable CircuitGuard breaker;

    /**
     * @param breaker null where no circuit ever opens
     */
    public KnownTools(
            PolicySource policies, ToolCatalogue catalogue, @Nullable CircuitGuard breaker) {
        this.policies = policies;
        this.catalogue = catalogue;
        this.breaker = breaker;
    }

    /**
     * The tools of one server.
     *
     * @param leftOut how many it listed beyond these
     */
    public record OfServer(List<KnownTool> tools, int leftOut) {
        public OfServer {
            tools = List.copyOf(tools);
        }
    }

    /** What a server listed last. */
    public OfServer of(String server) {
        PolicySet rules = policies.current().forServer(server);
        Map<String, CircuitState> circuits = breaker == null ? Map.of() : breaker.notClosed(server);
        ToolCatalogue.Tools tools = catalogue.of(server);
        return new OfServer(
                tools.kept().stream().map(tool -> known(tool, rules, circuits)).toList(),
                tools.leftOut());
    }

    private static KnownTool known(
            ListedTool tool, PolicySet rules, Map<String, CircuitState> circuits) {
        ListedTool.Definition definition = tool.definition();
        ToolHints hints = definition == null ? null : definition.hints();
        Operation operation = rules.operations().of(Target.tool(tool.name()), hints);
        CircuitState circuit = circuits.get(tool.name());
        return new KnownTool(
                tool,
                operation == null ? null : operation.word(),
                circuit == null ? null : circuit.name().toLowerCase(Locale.ROOT));
    }
}
