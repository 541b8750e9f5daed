package io.agentgate.cli;

import io.agentgate.cli.audit.AuditCommand;
import io.agentgate.cli.connect.ConnectCommand;
import io.agentgate.cli.dashboard.DashboardCommand;
import io.agentgate.cli.dashboard.DashboardServer;
import io.agentgate.cli.dashboard.OpenCommand;
import io.agentgate.cli.demo.DemoCommand;
import io.agentgate.cli.doctor.DoctorCommand;
import io.agentgate.cli.imports.ImportCommand;
import io.agentgate.cli.init.InitCommand;
import io.agentgate.cli.keys.KeysCommand;
import io.agentgate.cli.killswitch.KillSwitchCommand;
import io.agentgate.cli.logs.LogsCommand;
import io.agentgate.cli.policy.PolicyCommand;
import io.agentgate.cli.serve.ServeCommand;
import io.agentgate.cli.serve.Server;
import io.agentgate.cli.shell.CompletionCommand;
import io.agentgate.cli.shell.ManCommand;
import io.agentgate.cli.status.ServersCommand;
import io.agentgate.cli.status.StatusCommand;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Nearest;
import io.agentgate.cli.validate.ValidateCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands but the running of {@code wrap}, as picocli knows them. */
@Command(
        name = "agentgate",
        description = {
            "The gateway that the tool calls of AI agents go through.",
            "It allows, denies, redacts and limits them by rules, and records every one.",
            ""
        },
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            ConnectCommand.class,
            ImportCommand.class,
            WrapHelp.class,
            ServeCommand.class,
            DashboardCommand.class,
            OpenCommand.class,
            StatusCommand.class,
            ServersCommand.class,
            KillSwitchCommand.class,
            LogsCommand.class,
            AuditCommand.class,
            PolicyCommand.class,
            KeysCommand.class,
            DoctorCommand.class,
            ValidateCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Start here:  agentgate demo",
            "Everything is kept in ~/.agentgate, or in the directory AGENTGATE_HOME names."
        })
public final class Commands implements Runnable {
    @Spec private CommandSpec spec;

    private Commands() {}

    /** Runs a command other than those that need an application of their own. */
    static int run(String[] arguments) {
        return run(
                arguments,
                settings -> {
                    throw notByLauncher();
                },
                settings -> {
                    throw notByLauncher();
                });
    }

    private static CommandException notByLauncher() {
        return new CommandException(
                ExitCode.CONFIG, "start agentgate by its launcher, not by its jar");
    }

    /**
     * Runs a command.
     *
     * @param server runs where a server is asked for
     * @param dashboard runs where a dashboard is
     * @return the exit code to end with
     */
    public static int run(String[] arguments, Server server, DashboardServer dashboard) {
        CommandLine line = new CommandLine(new Commands(), new Parts(server, dashboard));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        exitCodes(line);
        line.setExecutionExceptionHandler(Commands::report);
        line.setParameterExceptionHandler(Commands::reportUsage);
        return line.execute(arguments);
    }

    private static void exitCodes(CommandLine line) {
        line.getCommandSpec()
                .exitCodeOnInvalidInput(ExitCode.USAGE)
                .exitCodeOnExecutionException(ExitCode.INTERNAL);
        line.getSubcommands().values().forEach(Commands::exitCodes);
    }

    private static int reportUsage(ParameterException wrong, String[] ignored) {
        CommandLine line = wrong.getCommandLine();
        line.getErr().println("agentgate: " + words(wrong));
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    /** What is wrong, and what was probably meant. */
    private static String words(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(wrong.getMessage());
        }
        String word = unmatched.getUnmatched().getFirst();
        CommandLine line = wrong.getCommandLine();
        if (word.startsWith("-")) {
            List<String> options =
                    line.getCommandSpec().options().stream()
                            .map(CommandLine.Model.OptionSpec::longestName)
                            .toList();
            // Without its value: it may be a secret.
            String option = word.split("=", 2)[0];
            return "unknown option `" + option + "`" + Nearest.advice(option, options);
        }
        List<String> commands = List.copyOf(line.getSubcommands().keySet());
        return commands.isEmpty()
                ? "`" + word + "` has no meaning here"
                : "there is no command `" + word + "`" + Nearest.advice(word, commands);
    }

    private static int report(Exception failed, CommandLine line, CommandLine.ParseResult ignored) {
        PrintWriter err = line.getErr();
        if (failed instanceof CommandException known) {
            err.println("agentgate: " + known.getMessage());
            return known.exitCode();
        }
        err.println("agentgate: internal error: " + failed);
        return ExitCode.INTERNAL;
    }

    /** Makes the objects behind the commands. */
    private record Parts(Server server, DashboardServer dashboard) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (type == ServeCommand.class) {
                return type.cast(new ServeCommand(server, System.getenv()));
            }
            return type == DashboardCommand.class
                    ? type.cast(new DashboardCommand(dashboard))
                    : CommandLine.defaultFactory().create(type);
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
