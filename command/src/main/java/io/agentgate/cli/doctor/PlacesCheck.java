package io.agentgate.cli.doctor;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.Endpoints;
import io.agentgate.cli.config.ListedServer;
import io.agentgate.cli.dashboard.DashboardNote;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.SearchPath;
import io.agentgate.cli.status.Found;
import io.agentgate.cli.status.RunningProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The check of the ports that are listened at, and of the servers that are to be reached. */
final class PlacesCheck {
    private static final String PORTS = "ports";
    private static final String SERVERS = "servers";
    private static final int CONNECT_MILLIS = 2_000;

    private final Home home;
    private final Config config;
    private final Map<String, String> environment;
    private final List<Finding> findings = new ArrayList<>();

    PlacesCheck(Home home, Config config, Map<String, String> environment) {
        this.home = home;
        this.config = config;
        this.environment = environment;
    }

    List<Finding> findings() {
        boolean ours = somethingOfOursRuns();
        port("serve", "server.port", config.server().port(), ours);
        int dashboard = config.watching().dashboardPort();
        port("the dashboard", "dashboard_port", dashboard, isDashboardAt(dashboard));
        Integer metrics = config.watching().metricsPort();
        if (metrics != null) {
            port("metrics", "metrics_port", metrics, ours);
        }
        URI upstream = config.server().upstream().url();
        if (upstream != null) {
            reach("upstream", upstream);
        }
        for (ListedServer server : config.servers().listed()) {
            switch (server.way()) {
                case ListedServer.Way.Http(Endpoints endpoints, _, _) ->
                        endpoints.urls().forEach(url -> reach(server.name(), url));
                case ListedServer.Way.Sse(URI url, _, _) -> reach(server.name(), url);
                case ListedServer.Way.Command way -> find(server.name(), way.words().getFirst());
            }
        }
        return findings;
    }

    private boolean somethingOfOursRuns() {
        try {
            return RunningProcesses.of(home.run()).stream()
                    .anyMatch(found -> found instanceof Found.Running<?>);
        } catch (IOException unknown) {
            return false;
        }
    }

    private boolean isDashboardAt(int port) {
        try {
            return DashboardNote.read(home)
                    .filter(note -> URI.create(note.url()).getPort() == port)
                    .isPresent();
        } catch (IOException unknown) {
            return false;
        }
    }

    private void port(String whose, String key, int port, boolean mayBeOurs) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
            findings.add(Finding.ok(PORTS, "port " + port + " is free for " + whose));
        } catch (IOException taken) {
            findings.add(
                    mayBeOurs
                            ? Finding.ok(PORTS, "port " + port + " of " + whose + " is in use")
                            : Finding.warning(
                                    PORTS,
                                    "port "
                                            + port
                                            + " for "
                                            + whose
                                            + " is taken by another program",
                                    "end that program, or choose another port with `" + key + "`"));
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private void reach(String name, URI url) {
        int port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port), CONNECT_MILLIS);
            findings.add(
                    Finding.ok(SERVERS, name + " is reached at " + url.getHost() + ":" + port));
        } catch (IOException unreachable) {
            findings.add(
                    Finding.warning(
                            SERVERS,
                            name + " is not reached at " + url.getHost() + ":" + port,
                            "start it, or correct its url"));
        }
    }

    private void find(String name, String program) {
        boolean isThere =
                program.contains("/")
                        ? Files.isExecutable(Path.of(program))
                        : SearchPath.has(environment, program);
        findings.add(
                isThere
                        ? Finding.ok(SERVERS, name + " is started by " + program)
                        : Finding.warning(
                                SERVERS,
                                name + ": there is no program " + program,
                                "install it, or give its full path"));
    }
}
