package io.agentgate.cli.dashboard;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.ServerConfig;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows records and figures over HTTP, until it is told to end. */
@Command(
        name = "dashboard",
        description = {
            "Shows records, figures and rules of the home over HTTP, until it is told to end.",
            "The first wrap of a home starts one in the background; `agentgate open` shows where.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class DashboardCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "The port of 127.0.0.1; 0 takes a free one. Default: dashboard_port of the"
                            + " configuration, or 7070.")
    private @Nullable Integer port;

    @Option(
            names = "--idle-exit",
            description = "End once no gateway runs and nobody has asked for ten minutes.")
    private boolean idleExit;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The policy to show and replace. Default: policy_path.")
    private @Nullable Path policy;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "SQLite file of the records. Default: agentgate.db in the home.")
    private @Nullable Path database;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file. Default: config.toml in the home, if it is there.")
    private @Nullable Path config;

    private final DashboardServer server;

    public DashboardCommand(DashboardServer server) {
        this.server = server;
    }

    @Override
    public Integer call() throws CommandException {
        Home home = Home.ofProcess();
        Config loaded = Config.load(home, config);
        int chosen = port == null ? loaded.watching().dashboardPort() : port;
        if (chosen < 0 || chosen > ServerConfig.MAX_PORT) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--port must be a whole number from 0 to " + ServerConfig.MAX_PORT);
        }
        return server.run(
                new DashboardSettings(
                        home,
                        loaded,
                        new NamedFiles(config, policy, database, null),
                        chosen,
                        idleExit));
    }
}
