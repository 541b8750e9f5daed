package io.agentgate.cli.status;

import io.agentgate.gateway.catalogue.KnownTool;
import java.util.List;

/**
 * A server with the tools that it listed last.
 *
 * @param transport how it is reached: {@code stdio}, {@code http} or {@code sse}
 * @param leftOut how many tools it listed beyond these
 */
public record ServerTools(
        ServerState server, String transport, List<KnownTool> tools, int leftOut) {
    public ServerTools {
        tools = List.copyOf(tools);
    }
}
