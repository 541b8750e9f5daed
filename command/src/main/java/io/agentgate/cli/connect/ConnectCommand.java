package io.agentgate.cli.connect;

import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientWords;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code agentgate connect}. */
@Command(
        name = "connect",
        description = {
            "Puts the gateway into a client's own configuration, or shows which clients there are.",
            "CLIENT is claude-code, claude-desktop, cursor, vscode, codex, gemini-cli, windsurf or"
                    + " zed.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  done, or there is nothing to do",
            "   1  the client is not there, or an entry is in the way",
            "  64  the command line is wrong",
            "  74  a file cannot be read or written, or was changed in the meantime",
            "  78  a file does not parse"
        })
public final class ConnectCommand implements Callable<Integer> {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final String DEFAULT_NAME = "agentgate";

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CLIENT",
            completionCandidates = ClientWords.class,
            description = "The client; without one, all are listed.")
    private @Nullable String client;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "-- COMMAND",
            description =
                    "A server that the client starts behind the gateway, and its arguments."
                            + " Default: the endpoint of `agentgate serve`.")
    private List<String> command = List.of();

    @Option(
            names = "--name",
            paramLabel = "ENTRY",
            description = "Name of the entry. Default: agentgate.")
    private String name = DEFAULT_NAME;

    @Option(
            names = "--project",
            description = "Change the client's file of the project in the working directory.")
    private boolean project;

    @Option(names = "--file", paramLabel = "FILE", description = "Change this file of the client.")
    private @Nullable Path file;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the gateway. Default: by the configuration in the home.")
    private @Nullable String url;

    @Option(
            names = "--key-env",
            paramLabel = "VAR",
            description =
                    "Show the API key that the client finds in this environment variable; VS Code"
                            + " asks for it instead.")
    private @Nullable String keyVariable;

    @Option(names = "--dry-run", description = "Show the change, and write nothing.")
    private boolean dryRun;

    @Option(names = "--undo", description = "Take the newest change of the file back.")
    private boolean undo;

    @Option(names = "--replace", description = "Replace an entry that is not of AgentGate.")
    private boolean replace;

    @Option(names = "--force", description = "Make the client's directory if it is missing.")
    private boolean force;

    @Option(names = "--json", description = "The list of clients as a JSON object for scripts.")
    private boolean json;

    @Option(
            names = "--needing",
            paramLabel = "DIRECTORY",
            description =
                    "Name the entries of all clients that need the gateway in this directory, and"
                            + " what takes each back.")
    private @Nullable Path needing;

    @Override
    public Integer call() throws CommandException {
        Machine machine = Machine.ofProcess();
        PrintWriter out = spec.commandLine().getOut();
        if (needing != null) {
            if (client != null || json) {
                throw usage("--needing goes alone: agentgate connect --needing DIRECTORY");
            }
            return new Needing(machine, InstantSource.system(), needing).print(out);
        }
        if (client == null) {
            return new ClientList(machine, InstantSource.system()).print(out, json);
        }
        if (json) {
            throw usage("--json goes with the list of clients: agentgate connect --json");
        }
        Client known = Client.of(client);
        ConnectOrder.Place place = new ConnectOrder.Place(project, file);
        Connect connect = new Connect(machine, InstantSource.system(), out);
        if (undo) {
            return connect.undo(known, place, dryRun);
        }
        check();
        return connect.run(
                new ConnectOrder(
                        known,
                        name,
                        place,
                        new ConnectOrder.Way(url, keyVariable, command),
                        new ConnectOrder.Consent(dryRun, replace, force)));
    }

    private void check() throws CommandException {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        int dashes = words.indexOf("--");
        List<String> behind = dashes < 0 ? List.of() : words.subList(dashes + 1, words.size());
        if (!behind.equals(command)) {
            throw usage(
                    "put `--` before the server's command: agentgate connect CLIENT -- COMMAND");
        }
        if (dashes >= 0 && command.isEmpty()) {
            throw usage("the server's command is missing behind `--`");
        }
        if (!NAME.matcher(name).matches()) {
            throw usage("--name takes up to 64 letters, digits, `-` and `_`");
        }
        if (keyVariable != null && !VARIABLE.matcher(keyVariable).matches()) {
            // Not repeated: it may be the key itself.
            throw usage("--key-env takes the name of an environment variable, never the key");
        }
    }

    private static CommandException usage(String problem) {
        return new CommandException(ExitCode.USAGE, problem);
    }
}
