package io.agentgate.cluster.servers;

import io.agentgate.gateway.catalogue.KnownTool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server as one proxy tells of it.
 *
 * @param name what it is recorded under
 * @param target where it is reached, without what may be secret
 * @param state a word for people
 * @param protocol the revision it agreed to last; null if it never did
 * @param trouble why it did not answer last; null if all is well
 * @param tools as it listed them last
 * @param leftOut how many tools it listed beyond these
 */
public record ToldServer(
        String name,
        Target target,
        String state,
        @Nullable String protocol,
        @Nullable String trouble,
        List<KnownTool> tools,
        int leftOut) {
    public ToldServer {
        tools = List.copyOf(tools);
    }

    /**
     * How it is reached.
     *
     * @param transport {@code http} say
     * @param address a URL without its query
     */
    public record Target(String transport, String address) {}
}
