package io.agentgate.serve;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.status.Found;
import io.agentgate.cli.status.OfProcess;
import io.agentgate.cli.status.RunningProcesses;
import io.agentgate.cli.status.ServerState;
import io.agentgate.cli.status.ServerTools;
import io.agentgate.cli.status.SessionState;
import io.agentgate.dashboard.OpenSession;
import io.agentgate.dashboard.Running;
import io.agentgate.dashboard.RunningServer;
import io.agentgate.gateway.call.ClientInfo;
import io.agentgate.gateway.call.SessionIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs in a home: every gateway is asked at its socket. One that is silent is left out. */
final class HomeRunning implements Running {
    private final Home home;

    HomeRunning(Home home) {
        this.home = home;
    }

    @Override
    public List<OpenSession> sessions() throws IOException {
        List<OpenSession> sessions = new ArrayList<>();
        for (Found<OfProcess<SessionState>> found : RunningProcesses.sessions(home.run())) {
            if (found
                    instanceof
                    Found.Running<OfProcess<SessionState>>(OfProcess<SessionState> told)) {
                OpenSession.Gateway gateway = new OpenSession.Gateway(told.pid(), told.command());
                told.all().forEach(session -> sessions.add(open(session, gateway)));
            }
        }
        return sessions;
    }

    private static OpenSession open(SessionState session, OpenSession.Gateway gateway) {
        SessionIdentity identity = session.identity();
        ClientInfo client = session.client();
        return new OpenSession(
                identity.id(),
                new OpenSession.Parties(
                        identity.agent(),
                        identity.caller(),
                        identity.server(),
                        client == null
                                ? null
                                : new OpenSession.Client(client.name(), client.version())),
                session.protocol(),
                gateway,
                session.began(),
                session.lastUsed(),
                null);
    }

    /** What is the same for whoever looks, whichever gateways serve it. */
    private record Key(String name, String transport, String target) {
        static Key of(ServerTools server) {
            return new Key(server.server().name(), server.transport(), server.server().reachedBy());
        }
    }

    @Override
    public List<RunningServer> servers() throws IOException {
        Map<Key, RunningServer> servers = new LinkedHashMap<>();
        for (OfProcess<ServerTools> told : toldOfServers()) {
            for (ServerTools server : told.all()) {
                servers.merge(Key.of(server), shown(server, told.pid()), HomeRunning::joined);
            }
        }
        return List.copyOf(servers.values());
    }

    private List<OfProcess<ServerTools>> toldOfServers() throws IOException {
        List<OfProcess<ServerTools>> all = new ArrayList<>();
        for (Found<OfProcess<ServerTools>> found : RunningProcesses.servers(home.run())) {
            if (found
                    instanceof Found.Running<OfProcess<ServerTools>>(OfProcess<ServerTools> told)) {
                all.add(told);
            }
        }
        return all;
    }

    /** The tools of a server by that name, whoever serves it. */
    ServerTools.@Nullable Tool tool(String server, String name) throws IOException {
        for (OfProcess<ServerTools> told : toldOfServers()) {
            for (ServerTools each : told.all()) {
                for (ServerTools.Tool tool : each.tools()) {
                    if (each.server().name().equals(server) && tool.listed().name().equals(name)) {
                        return tool;
                    }
                }
            }
        }
        return null;
    }

    private static RunningServer shown(ServerTools server, long pid) {
        ServerState state = server.server();
        return new RunningServer(
                state.name(),
                new RunningServer.Target(server.transport(), state.reachedBy()),
                new RunningServer.Health(state.word(), state.protocol(), state.trouble()),
                List.of(pid),
                server.tools().stream()
                        .map(
                                tool ->
                                        new RunningServer.Tool(
                                                tool.listed(), tool.operation(), tool.circuit()))
                        .toList(),
                server.leftOut());
    }

    /** Of two gateways the one with the later word on tools; trouble of either is shown. */
    private static RunningServer joined(RunningServer one, RunningServer other) {
        RunningServer lists = other.tools().isEmpty() ? one : other;
        RunningServer healthy = one.health().trouble() == null ? other : one;
        List<Long> pids = new ArrayList<>(one.pids());
        pids.addAll(other.pids());
        return new RunningServer(
                one.name(), one.target(), healthy.health(), pids, lists.tools(), lists.leftOut());
    }
}
