package io.agentgate.dashboard;

import io.agentgate.gateway.catalogue.ListedTool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server behind running gateways.
 *
 * @param target where it is reached, without what may be secret
 * @param pids the gateways that serve it
 * @param leftOut how many tools it listed beyond these
 */
public record RunningServer(
        String name, Target target, Health health, List<Long> pids, List<Tool> tools, int leftOut) {
    public RunningServer {
        pids = List.copyOf(pids);
        tools = List.copyOf(tools);
    }

    /**
     * How it is reached.
     *
     * @param transport {@code stdio}, {@code http} or {@code sse}
     * @param address a URL without its query, or the word of a program
     */
    public record Target(String transport, String address) {}

    /**
     * How it is.
     *
     * @param state a word, as {@code agentgate servers} says it
     * @param protocol the revision it agreed to last; null if it never did
     * @param trouble why it did not answer last; null if all is well
     */
    public record Health(String state, @Nullable String protocol, @Nullable String trouble) {}

    /**
     * One of its tools, as it listed it last.
     *
     * @param operation what it does, in a word of policies; null where nobody says it
     * @param circuit the state of its circuit; null where nothing speaks against it
     */
    public record Tool(ListedTool listed, @Nullable String operation, @Nullable String circuit) {}
}
