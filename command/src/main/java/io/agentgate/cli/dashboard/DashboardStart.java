package io.agentgate.cli.dashboard;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.embedded.files.OwnerFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The start of a dashboard of its own process, which outlives whoever started it. */
public final class DashboardStart {
    private static final int CONNECT_MILLIS = 500;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private DashboardStart() {}

    /** Whether the environment wants none. */
    public static boolean isOff(Map<String, String> environment) {
        return "off".equalsIgnoreCase(environment.get("AGENTGATE_DASHBOARD"));
    }

    /** Starts one, unless the home has one, or something listens at its port already. */
    public static void ifPortIsFree(Home home, int port) throws IOException, CommandException {
        if (DashboardNote.read(home).isEmpty() && !somebodyListens(port)) {
            start(home, port);
        }
    }

    /** Whether a port of this machine is somebody's already. */
    public static boolean somebodyListens(int port) {
        try (Socket socket = new Socket()) {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            socket.connect(new InetSocketAddress(loopback, port), CONNECT_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Starts one at this port. */
    static void start(Home home, int port) throws IOException, CommandException {
        Installation installation = Installation.ofProcess();
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // The signals of the terminal, or of the client, are not for it.
            command.add(SETSID.toString());
        }
        command.addAll(
                List.of(
                        installation.launcher(),
                        "dashboard",
                        "--idle-exit",
                        "--port",
                        Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(home.path().toFile());
        Installation.restoreLocale(builder.environment());
        builder.environment().put("AGENTGATE_HOME", home.path().toString());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(log(home).toFile());
        builder.start().getOutputStream().close();
    }

    /** What it says of itself; anew with each start, and its owner's only. */
    private static Path log(Home home) throws IOException {
        Path log = home.run().resolve("dashboard.log");
        OwnerFile.replace(log, new byte[0]);
        return log;
    }
}
