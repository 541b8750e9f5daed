package io.agentgate.dashboardservice.controls;

import io.agentgate.cluster.servers.ServersJson;
import io.agentgate.cluster.servers.ToldServer;
import io.agentgate.dashboard.OpenSession;
import io.agentgate.dashboard.Running;
import io.agentgate.dashboard.RunningServer;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.dashboardservice.remote.Query;
import io.agentgate.gateway.catalogue.KnownTool;
import io.agentgate.gateway.catalogue.ListedTool;
import io.agentgate.policy.ToolHints;
import io.agentgate.protocol.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What runs in a cluster. Sessions belong to no proxy, and are those of the records of the last
 * while. Servers are those that proxies tell of, each once, and others that were called today.
 */
public final class RecentlyRunning implements Running {
    private static final Duration DAY = Duration.ofDays(1);

    private final Peer policies;
    private final Peer audit;
    private final InstantSource clock;

    /**
     * @param policies to which proxies tell of their servers
     */
    public RecentlyRunning(Peer policies, Peer audit, InstantSource clock) {
        this.policies = policies;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<OpenSession> sessions() throws IOException {
        JsonArray all = audit.object("/api/sessions").getJsonArray("sessions");
        List<OpenSession> sessions = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            JsonObject one = all.getJsonObject(i);
            sessions.add(
                    new OpenSession(
                            one.getString("session"),
                            new OpenSession.Parties(
                                    one.getString("agent"),
                                    one.getString("caller"),
                                    one.getString("server"),
                                    null),
                            null,
                            null,
                            Instant.parse(one.getString("first")),
                            Instant.parse(one.getString("last")),
                            one.getLong("calls")));
        }
        return sessions;
    }

    @Override
    public List<RunningServer> servers() throws IOException {
        List<RunningServer> servers = new ArrayList<>(toldByProxies());
        Set<String> names = servers.stream().map(RunningServer::name).collect(Collectors.toSet());
        calledToday().stream()
                .filter(called -> !names.contains(called.name()))
                .forEach(servers::add);
        return servers;
    }

    /** What a server says of a tool to the proxies before it; null where none has listed it. */
    public @Nullable ToolHints hints(String server, String tool) throws IOException {
        return RunningServer.hints(toldByProxies(), server, tool);
    }

    private List<RunningServer> toldByProxies() throws IOException {
        return RunningServer.eachOnce(policies.read("/api/proxies/servers", RecentlyRunning::told));
    }

    /** What all proxies told, in the order in which they did. */
    private static List<RunningServer> told(Value proxies) {
        if (!proxies.isArray()) {
            throw new IllegalArgumentException("no array of proxies");
        }
        List<RunningServer> all = new ArrayList<>();
        proxies.eachElement(
                proxy -> {
                    Value servers = proxy.member("servers");
                    if (servers == null) {
                        throw new IllegalArgumentException("no servers");
                    }
                    ServersJson.read(servers).forEach(server -> all.add(shown(server)));
                });
        return all;
    }

    private static RunningServer shown(ToldServer server) {
        return new RunningServer(
                server.name(),
                new RunningServer.Target(server.target().transport(), server.target().address()),
                new RunningServer.Health(server.state(), server.protocol(), server.trouble()),
                List.of(),
                server.tools(),
                server.leftOut());
    }

    private List<RunningServer> calledToday() throws IOException {
        Instant since = clock.instant().minus(DAY);
        JsonArray figures =
                audit.object(new Query("/api/figures/by/tool").with("since", since).toString())
                        .getJsonArray("figures");
        Map<String, List<KnownTool>> tools = new LinkedHashMap<>();
        for (int i = 0; i < figures.size(); i++) {
            JsonObject one = figures.getJsonObject(i);
            String server = one.getString("server");
            String name = one.getString("name");
            if (server != null && name != null) {
                tools.computeIfAbsent(server, first -> new ArrayList<>())
                        .add(new KnownTool(new ListedTool(name, null), null, null));
            }
        }
        return tools.entrySet().stream().map(RecentlyRunning::server).toList();
    }

    private static RunningServer server(Map.Entry<String, List<KnownTool>> called) {
        return new RunningServer(
                called.getKey(),
                new RunningServer.Target("http", "behind the proxies"),
                new RunningServer.Health("called today", null, null),
                List.of(),
                called.getValue(),
                0);
    }
}
