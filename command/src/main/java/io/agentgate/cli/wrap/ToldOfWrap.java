package io.agentgate.cli.wrap;

import io.agentgate.cli.composition.Services;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.status.ProcessState;
import io.agentgate.cli.status.ServerState;
import io.agentgate.cli.status.ServerTools;
import io.agentgate.cli.status.SessionState;
import io.agentgate.cli.status.Told;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.meter.ServerWatch;
import java.time.Instant;
import java.util.List;

/**
 * What a {@code wrap} tells of itself: its one session, and its one server.
 *
 * @param program the server's command without its arguments, which may be secret
 */
record ToldOfWrap(Services services, Session session, String program) implements Told {
    private static final String STDIO = "stdio";

    @Override
    public String command() {
        return "wrap";
    }

    private ProcessState.Program process() {
        return ProcessState.Program.ofProcess(command(), Installation.version());
    }

    @Override
    public ProcessState state() {
        return new ProcessState(
                process(),
                new ProcessState.Place(session.identity().server(), null, null),
                services.rules(),
                services.recording(),
                new ProcessState.Load(1, session.clientRequests().calls(), false));
    }

    @Override
    public int killSwitches() {
        return services.refreshKillSwitches();
    }

    @Override
    public List<SessionState> sessions() {
        Instant lastUsed = Instant.now().minusNanos(System.nanoTime() - session.lastUse());
        return List.of(SessionState.of(session, process().since(), lastUsed));
    }

    @Override
    public List<ServerTools> servers() {
        String name = session.identity().server();
        ServerWatch.Seen seen = services.servers().watch().seen(name);
        ServerState server =
                new ServerState(
                        name,
                        STDIO,
                        program,
                        session.introduced().protocol(),
                        seen.tools(),
                        seen.calls(),
                        seen.median(),
                        seen.trouble(),
                        null);
        return List.of(services.servers().withTools(server, STDIO));
    }
}
