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
import io.agentgate.policy.ToolHints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    @Override
    public List<RunningServer> servers() throws IOException {
        List<RunningServer> servers = new ArrayList<>();
        for (OfProcess<ServerTools> told : toldOfServers()) {
            told.all().forEach(server -> servers.add(shown(server, told.pid())));
        }
        return RunningServer.eachOnce(servers);
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

    /** What a server of that name says of a tool, whoever serves it; null where none lists it. */
    @Nullable ToolHints hints(String server, String tool) throws IOException {
        return RunningServer.hints(servers(), server, tool);
    }

    private static RunningServer shown(ServerTools server, long pid) {
        ServerState state = server.server();
        return new RunningServer(
                state.name(),
                new RunningServer.Target(server.transport(), state.reachedBy()),
                new RunningServer.Health(state.word(), state.protocol(), state.trouble()),
                List.of(pid),
                server.tools(),
                server.leftOut());
    }
}
