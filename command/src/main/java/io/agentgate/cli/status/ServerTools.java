package io.agentgate.cli.status;

import io.agentgate.gateway.catalogue.ListedTool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server with the tools that it listed last.
 *
 * @param transport how it is reached: {@code stdio}, {@code http} or {@code sse}
 * @param leftOut how many tools it listed beyond these
 */
public record ServerTools(ServerState server, String transport, List<Tool> tools, int leftOut) {
    public ServerTools {
        tools = List.copyOf(tools);
    }

    /**
     * One of its tools.
     *
     * @param operation what it does, in a word of policies; null where nobody says it
     * @param circuit the state of its circuit, in lower case; null where nothing speaks against it
     */
    public record Tool(ListedTool listed, @Nullable String operation, @Nullable String circuit) {}
}
