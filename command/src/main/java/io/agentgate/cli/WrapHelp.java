package io.agentgate.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The help of {@code agentgate wrap}. The command itself never loads picocli; a test holds the two
 * together.
 */
@Command(
        name = "wrap",
        description = {
            "Runs an MCP server (stdio) behind the gateway.",
            "Put it in front of the server's command in your client's configuration.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  the server's own; 128 + n after signal n",
            "  64  the command line is wrong",
            "  70  a fault of the gateway",
            "  74  a file or directory cannot be read or written, or a port not used",
            "  78  the configuration, the policy or the installation is wrong",
            " 126  the server's command cannot be executed",
            " 127  there is no such command"
        })
@SuppressWarnings("UnusedVariable") // The fields are options to describe, not values to read.
final class WrapHelp implements Runnable {
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
            names = "--db",
            paramLabel = "FILE",
            description = "SQLite file of the records. Default: agentgate.db in the home.")
    private @Nullable Path database;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file. Default: config.toml in the home, if it is there.")
    private @Nullable Path config;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Name of the agent in records. Default: your user name.")
    private @Nullable String agent;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "Start this server of the configuration, in place of a COMMAND.")
    private @Nullable String server;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the server in records. Default: taken from its command.")
    private @Nullable String name;

    @Option(
            names = "--validate-arguments",
            description =
                    "Refuse calls whose arguments do not fit what the server lists of the tool."
                            + " Default: as the configuration says of --server, or not.")
    private boolean validateArguments;

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
            names = "--audit-log",
            paramLabel = "FILE",
            description = "Also append decisions and outcomes to FILE, a line of JSON each.")
    private @Nullable Path auditLog;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description =
                    "Show metrics at http://127.0.0.1:PORT/metrics while the session lasts."
                            + " Default: metrics_port of the configuration, or not at all.")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--dashboard-port",
            paramLabel = "PORT",
            description =
                    "Where the dashboard is that this home's gateways share. Default:"
                            + " dashboard_port of the configuration, or 7070.")
    private @Nullable Integer dashboardPort;

    @Parameters(
            paramLabel = "-- COMMAND",
            arity = "0..*",
            description = "The server's command and its arguments.")
    private @Nullable List<String> command;

    @Override
    public void run() {
        throw new IllegalStateException("wrap does not run through picocli");
    }
}
