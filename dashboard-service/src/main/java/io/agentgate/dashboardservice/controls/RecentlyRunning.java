package io.agentgate.dashboardservice.controls;

import io.agentgate.dashboard.OpenSession;
import io.agentgate.dashboard.Running;
import io.agentgate.dashboard.RunningServer;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.dashboardservice.remote.Query;
import io.agentgate.gateway.catalogue.ListedTool;
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

/**
 * What runs in a cluster, as the records of the last while tell it: sessions belong to no proxy,
 * and what nobody calls is not missed.
 */
public final class RecentlyRunning implements Running {
    private static final Duration DAY = Duration.ofDays(1);

    private final Peer audit;
    private final InstantSource clock;

    public RecentlyRunning(Peer audit, InstantSource clock) {
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
        Instant since = clock.instant().minus(DAY);
        JsonArray figures =
                audit.object(new Query("/api/figures/by/tool").with("since", since).toString())
                        .getJsonArray("figures");
        Map<String, List<RunningServer.Tool>> tools = new LinkedHashMap<>();
        for (int i = 0; i < figures.size(); i++) {
            JsonObject one = figures.getJsonObject(i);
            String server = one.getString("server");
            String name = one.getString("name");
            if (server != null && name != null) {
                tools.computeIfAbsent(server, first -> new ArrayList<>())
                        .add(new RunningServer.Tool(new ListedTool(name, null), null, null));
            }
        }
        return tools.entrySet().stream().map(RecentlyRunning::server).toList();
    }

    private static RunningServer server(Map.Entry<String, List<RunningServer.Tool>> called) {
        return new RunningServer(
                called.getKey(),
                new RunningServer.Target("http", "behind the proxies"),
                new RunningServer.Health("called today", null, null),
                List.of(),
                called.getValue(),
                0);
    }
}
