package io.agentgate.dashboard;

import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.policy.ToolHints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server behind running gateways.
 *
 * @param target where it is reached, without what may be secret
 * @param pids the gateways that serve it; none of other machines
 * @param leftOut how many tools it listed beyond these
 */
public record RunningServer(
        String name,
        Target target,
        Health health,
        List<Long> pids,
        List<KnownTool> tools,
        int leftOut) {
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
    public record Health(String state, @Nullable String protocol, @Nullable String trouble) {
        /** Trouble of either is shown; otherwise the later word of one that has used it. */
        private Health joined(Health later) {
            if (trouble != null || later.trouble != null) {
                return trouble == null ? later : this;
            }
            return later.protocol == null && protocol != null ? this : later;
        }
    }

    /** What is the same for whoever looks, whichever gateways serve it. */
    private record Key(String name, Target target) {}

    /**
     * Every server once, whichever gateways serve it.
     *
     * @param told by all of them; of two, the later has the later word
     */
    public static List<RunningServer> eachOnce(List<RunningServer> told) {
        Map<Key, RunningServer> servers = new LinkedHashMap<>();
        for (RunningServer server : told) {
            servers.merge(new Key(server.name, server.target), server, RunningServer::joined);
        }
        return List.copyOf(servers.values());
    }

    /** What a server of that name says of a tool; null where none has listed it whole. */
    public static @Nullable ToolHints hints(List<RunningServer> all, String name, String tool) {
        for (RunningServer server : all) {
            for (KnownTool known : server.tools) {
                ListedTool.Definition definition = known.listed().definition();
                if (server.name.equals(name)
                        && known.listed().name().equals(tool)
                        && definition != null) {
                    return definition.hints();
                }
            }
        }
        return null;
    }

    private RunningServer joined(RunningServer later) {
        RunningServer lists = later.tools.isEmpty() ? this : later;
        List<Long> all = new ArrayList<>(pids);
        all.addAll(later.pids);
        return new RunningServer(
                name, target, health.joined(later.health), all, lists.tools, lists.leftOut);
    }
}
