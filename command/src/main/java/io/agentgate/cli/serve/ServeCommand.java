package io.agentgate.cli.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Address;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.PaceAsked;
import io.agentgate.cli.config.ServerConfig;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.journal.JournalSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code agentgate serve}: MCP servers behind a gateway that clients reach over HTTP.
 */
@Command(
        name = "serve",
        description = {
            "Runs the gateway in front of MCP servers, for clients that connect over HTTP.",
            "Clients connect to /mcp of the address it prints, or to /servers/NAME/mcp.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  told to end by a signal, and done",
            "  64  the command line is wrong",
            "  70  a fault of the gateway",
            "  74  a file, a directory or the port cannot be used",
            "  78  the configuration, the policy or the installation is wrong",
            " 128 + n  a second signal n came before all was done"
        })
public final class ServeCommand implements Callable<Integer> {
    private static final String HTTP = "http";
    private static final String SSE = "sse";

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description =
                    "How the server of --upstream is reached: http (Streamable HTTP), or sse"
                            + " (HTTP+SSE, the transport before it). Default: http.")
    private String transport = HTTP;

    @Option(
            names = "--upstream",
            paramLabel = "URL",
            description =
                    "The one server's MCP endpoint. Default: upstream.url and [servers] of the"
                            + " configuration.")
    private @Nullable String upstream;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "Stand before this server of the configuration only.")
    private @Nullable String listed;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where to listen; 0 takes a free port. Default: 7072.")
    private @Nullable Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen at. Default: 127.0.0.1, this machine only.")
    private @Nullable String bind;

    @Option(
            names = "--header",
            paramLabel = "\"K: V\"",
            description =
                    "Send this header to the server; $${NAME} in V is an environment variable. May"
                            + " be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Policy file (TOML); reloaded when it is saved. Default: policy_path of the"
                            + " configuration, or to allow all.")
    private @Nullable Path policy;

    @Option(
            names = "--candidate",
            paramLabel = "FILE",
            description =
                    "A second policy that judges each call beside the other, without effect; what"
                            + " it would decide otherwise is recorded and counted. Default:"
                            + " candidate_policy_path of the configuration, or none.")
    private @Nullable Path candidate;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file. Default: config.toml in the home, if it is there.")
    private @Nullable Path config;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "SQLite file of the records. Default: agentgate.db in the home.")
    private @Nullable Path database;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            description =
                    "Let web pages of this origin call, beside those of this machine. May be"
                            + " repeated.")
    private List<String> allowOrigins = new ArrayList<>();

    @Option(
            names = "--audit-log",
            paramLabel = "FILE",
            description =
                    "Also append decisions and outcomes to FILE, a line of JSON each; - is standard"
                            + " output.")
    private @Nullable Path auditLog;

    @Option(
            names = "--rps",
            paramLabel = "N",
            description =
                    "Let each agent make so many calls a second of each tool in the long run."
                            + " Default: no such limit; 10 if only --burst is given.")
    private @Nullable String rps;

    @Option(
            names = "--burst",
            paramLabel = "N",
            description = "And so many at once. Default: 20 if --rps is given.")
    private @Nullable String burst;

    @Option(
            names = "--dashboard-port",
            paramLabel = "PORT",
            description =
                    "Where the dashboard is that this home's gateways share; 0 takes a free port."
                            + " Default: dashboard_port of the configuration, or 7070.")
    private @Nullable Integer dashboardPort;

    private final Server server;
    private final Map<String, String> environment;

    /**
     * @param environment for the variables in headers
     */
    public ServeCommand(Server server, Map<String, String> environment) {
        this.server = server;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws CommandException {
        if (!transport.equals(HTTP) && !transport.equals(SSE)) {
            throw usage(
                    "servers are reached over http or sse, not over `"
                            + transport
                            + "`; for a server over stdio there is `agentgate wrap`");
        }
        Home home = Home.ofProcess();
        Config loaded =
                Config.load(home, config, JournalSettings.ofServer())
                        .with(PaceAsked.of(rps, burst));
        ServedServers servers =
                new ServedServers(upstream, transport.equals(SSE), listed, headers, environment);
        ServedServers.Choice choice = servers.of(loaded);
        Integer ofServer = listed == null ? null : loaded.servers().named(listed).bindPort();
        return server.run(
                new ServeSettings(
                        home,
                        loaded,
                        new NamedFiles(config, policy, candidate, database, auditLog),
                        listener(loaded.server(), ofServer),
                        port("--dashboard-port", dashboardPort, loaded.watching().dashboardPort()),
                        servers,
                        choice));
    }

    private ServeSettings.Listener listener(ServerConfig file, @Nullable Integer ofServer)
            throws CommandException {
        int chosen = port("--port", port, ofServer == null ? file.port() : ofServer);
        Set<String> origins = new LinkedHashSet<>();
        for (String text : allowOrigins) {
            origins.add(
                    Address.origin(text)
                            .orElseThrow(
                                    () -> usage("--allow-origin must be " + Address.ORIGIN_FORM)));
        }
        return new ServeSettings.Listener(
                bind == null ? file.bind() : bind,
                chosen,
                origins.isEmpty() ? file.allowOrigins() : origins);
    }

    private static int port(String option, @Nullable Integer asked, int usual)
            throws CommandException {
        int chosen = asked == null ? usual : asked;
        if (chosen < 0 || chosen > ServerConfig.MAX_PORT) {
            throw usage(option + " must be a whole number from 0 to " + ServerConfig.MAX_PORT);
        }
        return chosen;
    }

    static CommandException usage(String problem) {
        return new CommandException(ExitCode.USAGE, problem + "\nTry 'agentgate serve --help'.");
    }
}
