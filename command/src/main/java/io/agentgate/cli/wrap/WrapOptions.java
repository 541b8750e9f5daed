package io.agentgate.cli.wrap;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.config.PaceAsked;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.quota.Pace;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line of {@code agentgate wrap}, parsed. */
record WrapOptions(
        NamedFiles files,
        Names names,
        Ports ports,
        @Nullable Pace pace,
        boolean validatesArguments,
        Wrapped wrapped) {

    static final String USAGE =
            """
            Usage: agentgate wrap [--policy FILE] [--candidate FILE] [--db FILE] [--config FILE] [--agent NAME] \
            [--name NAME] [--validate-arguments] [--rps N] [--burst N] [--audit-log FILE] [--metrics-port PORT] [--dashboard-port PORT] \
            -- COMMAND [ARGS...]
                   agentgate wrap [OPTIONS] --server NAME
            Try 'agentgate wrap --help'.\
            """;

    private static final List<String> WITH_VALUE =
            List.of(
                    "--policy",
                    "--candidate",
                    "--db",
                    "--config",
                    "--agent",
                    "--name",
                    "--server",
                    "--rps",
                    "--burst",
                    "--audit-log",
                    "--metrics-port",
                    "--dashboard-port");

    private static final String VALIDATE = "--validate-arguments";

    private static final List<String> WITHOUT_VALUE = List.of(VALIDATE);

    /** Parses what follows the word {@code wrap}. */
    static WrapOptions parse(List<String> arguments) throws CommandException {
        Path policy = null;
        Path candidate = null;
        Path database = null;
        Path config = null;
        Names names = Names.NONE;
        String server = null;
        String rps = null;
        String burst = null;
        Path auditLog = null;
        Ports ports = Ports.NONE;
        Set<String> given = new HashSet<>();
        int at = 0;
        while (at < arguments.size() && !arguments.get(at).equals("--")) {
            String argument = arguments.get(at);
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            boolean bare = WITHOUT_VALUE.contains(name);
            if (!bare && !WITH_VALUE.contains(name)) {
                throw usage(
                        name.startsWith("-")
                                ? "unknown option `" + name + "`"
                                : "put `--` before the server's command: agentgate wrap -- "
                                        + argument);
            }
            if (!given.add(name)) {
                throw usage("option `" + name + "` is given twice");
            }
            if (bare) {
                if (equals >= 0) {
                    throw usage("option `" + name + "` takes no value");
                }
                at++;
                continue;
            }
            String value;
            if (equals >= 0) {
                value = argument.substring(equals + 1);
            } else if (at + 1 < arguments.size() && !arguments.get(at + 1).equals("--")) {
                at++;
                value = arguments.get(at);
            } else {
                throw usage("option `" + name + "` needs a value");
            }
            if (value.isBlank()) {
                throw usage("option `" + name + "` needs a value");
            }
            switch (name) {
                case "--policy" -> policy = Path.of(value);
                case "--candidate" -> candidate = Path.of(value);
                case "--db" -> database = Path.of(value);
                case "--config" -> config = Path.of(value);
                case "--agent" -> names = names.withAgent(value);
                case "--name" -> names = names.withServer(serverName(value));
                case "--server" -> server = value;
                case "--rps" -> rps = value;
                case "--burst" -> burst = value;
                case "--audit-log" -> auditLog = auditLog(value);
                case "--metrics-port" -> ports = ports.withMetrics(port(name, value));
                default -> ports = ports.withDashboard(port(name, value));
            }
            at++;
        }
        List<String> command =
                at < arguments.size() ? arguments.subList(at + 1, arguments.size()) : List.of();
        if (command.isEmpty() && server == null) {
            throw usage("the server's command is missing");
        }
        if (!command.isEmpty() && server != null) {
            throw usage("`--server` names a server of the configuration: leave its command out");
        }
        return new WrapOptions(
                new NamedFiles(config, policy, candidate, database, auditLog),
                names,
                ports,
                pace(rps, burst),
                given.contains(VALIDATE),
                server == null ? new Wrapped.ByCommand(command) : new Wrapped.ByName(server));
    }

    private static Path auditLog(String value) throws CommandException {
        if (value.equals("-")) {
            throw usage(
                    "`--audit-log -` is not possible: standard output carries MCP; name a file");
        }
        return Path.of(value);
    }

    private static String serverName(String value) throws CommandException {
        if (!Names.canBeServer(value)) {
            throw usage("`--name` must be a word of up to 128 characters");
        }
        return value;
    }

    private static @Nullable Pace pace(@Nullable String rps, @Nullable String burst)
            throws CommandException {
        try {
            return PaceAsked.of(rps, burst);
        } catch (CommandException wrong) {
            throw usage(wrong.getMessage());
        }
    }

    private static int port(String name, String value) throws CommandException {
        Integer port = Ports.parse(value);
        if (port == null) {
            throw usage("`" + name + "` must be a number from 1 to 65535");
        }
        return port;
    }

    private static CommandException usage(String problem) {
        return new CommandException(ExitCode.USAGE, problem + "\n" + USAGE);
    }
}
